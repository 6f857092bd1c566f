package dev.countersign.agent.tool;

/** What may happen to a call that was started and whose outcome is not known. */
public enum Repeat {
    /** Running it again with the same arguments changes nothing more. */
    SAFE,
    /** The tool can look up whether it ran. */
    LOOK_UP,
    /** It is never repeated in silence; a person is asked. */
    NEVER
}
