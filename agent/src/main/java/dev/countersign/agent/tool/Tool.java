package dev.countersign.agent.tool;

/** Something an agent can do. Used by many threads at once. */
public interface Tool {
    ToolSpec spec();

    /** Runs one call and says how it ended; throws only for what nobody foresaw. */
    ToolOutcome call(Invocation invocation);
}
