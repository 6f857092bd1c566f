package dev.countersign.agent.tool;

/** What a tool can do to the world, in the eyes of a policy. */
public enum ToolClass {
    READ,
    WRITE,
    DESTRUCTIVE,
    /** Offered, but nobody has said what it does; asked about by default. */
    UNKNOWN
}
