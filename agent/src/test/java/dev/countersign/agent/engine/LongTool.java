package dev.countersign.agent.engine;

import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.ToolSpec;

/** A tool that only reads, and says much. */
final class LongTool implements Tool {
    @Override
    public ToolSpec spec() {
        return new ToolSpec("page", "a page", "{}", ToolClass.READ, Repeat.SAFE, "test");
    }

    @Override
    public ToolOutcome call(Invocation invocation) {
        return new ToolOutcome.Success("x".repeat(1000));
    }
}
