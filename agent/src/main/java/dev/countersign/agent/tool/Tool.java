package dev.countersign.agent.tool;

import java.util.function.Consumer;

/** Something an agent can do. Used by many threads at once. */
public interface Tool {
    ToolSpec spec();

    /** Runs one call and says how it ended; throws only for what nobody foresaw. */
    ToolOutcome call(Invocation invocation);

    /** The same, by a tool that takes its time and can say how far it is; nobody needs to hear. */
    default ToolOutcome call(Invocation invocation, Consumer<String> progress) {
        return call(invocation);
    }
}
