package dev.countersign.agent.engine;

import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.ToolSpec;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A tool that remembers with what it was run. */
final class CountingTool implements Tool {
    private final ToolSpec spec;
    private final Function<Invocation, ToolOutcome> does;
    final List<Invocation> ran = new CopyOnWriteArrayList<>();

    CountingTool(
            String name, ToolClass kind, Repeat repeat, Function<Invocation, ToolOutcome> does) {
        this.spec = new ToolSpec(name, name, "{\"type\":\"object\"}", kind, repeat, "test");
        this.does = does;
    }

    static CountingTool of(String name, ToolClass kind) {
        return new CountingTool(
                name,
                kind,
                Repeat.NEVER,
                call -> new ToolOutcome.Success(name + " ran with " + call.arguments()));
    }

    private CountingTool(ToolSpec spec, Function<Invocation, ToolOutcome> does) {
        this.spec = spec;
        this.does = does;
    }

    /** The same tool with another schema. */
    CountingTool withSchema(String schema) {
        return new CountingTool(
                new ToolSpec(
                        spec.name(),
                        spec.description(),
                        schema,
                        spec.toolClass(),
                        spec.repeat(),
                        spec.source()),
                does);
    }

    /** A tool of the same name from somewhere else. */
    CountingTool from(String source) {
        return new CountingTool(
                new ToolSpec(
                        spec.name(),
                        spec.description(),
                        spec.schema(),
                        spec.toolClass(),
                        spec.repeat(),
                        source),
                does);
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ToolOutcome call(Invocation invocation) {
        ran.add(invocation);
        return does.apply(invocation);
    }
}
