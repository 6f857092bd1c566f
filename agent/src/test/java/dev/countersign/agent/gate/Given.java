package dev.countersign.agent.gate;

import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.Targeting.Target;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolSpec;

import java.util.List;

/** Calls for tests. */
public final class Given {
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":"
            + "{\"namespace\":{\"type\":\"string\",\"default\":\"default\"},"
            + "\"replicas\":{\"type\":\"integer\"}}}";

    private Given() {}

    public static Facts call(String tool, ToolClass kind, String arguments, Target... targets) {
        var spec = new ToolSpec(tool, "", SCHEMA, kind, Repeat.NEVER, "builtin kubernetes");
        return new Facts(spec, arguments, List.of(targets), "hitl-agent", "ana", "slack");
    }

    public static Target in(String namespace) {
        return new Target("sandbox", namespace, "Deployment", "web");
    }
}
