package dev.countersign.agent.tool;

/** How a call ended. */
public sealed interface ToolOutcome {
    /** It ran. */
    record Success(String text) implements ToolOutcome {}

    /** It ran, or was refused by its system, and nothing was left half done. */
    record Failure(String text) implements ToolOutcome {}

    /** It did not run: the target is no longer what the preview showed. */
    record Moved(String what) implements ToolOutcome {}

    /** It may have run; {@code known} is what could be read back. */
    record Unknown(String known) implements ToolOutcome {}
}
