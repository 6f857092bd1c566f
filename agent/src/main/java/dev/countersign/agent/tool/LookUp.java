package dev.countersign.agent.tool;

/** A tool that can find out, after a crash, whether a started call did its work. */
public interface LookUp {
    Found lookUp(Invocation invocation);

    /** What was found. */
    sealed interface Found {
        /** It ran; this is its outcome. */
        record Ran(String text) implements Found {}

        /** It did not run, and may be started again. */
        record NotRun() implements Found {}

        /** It cannot be told; {@code known} is what was read. */
        record Unclear(String known) implements Found {}
    }
}
