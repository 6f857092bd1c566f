package dev.countersign.agent.catalog;

import dev.countersign.agent.catalog.AgentSpec.ToolRef;

import java.util.List;
import java.util.stream.Stream;

/** The tools for which an agent asks whatever its policy allows, as globs of the model's names. */
public final class Tightening {
    /** Between a server and its tool in the name that the model sees. */
    public static final String SERVER_MARK = "__";

    /** Before the name of an agent in the name of the tool that delegates to it. */
    public static final String DELEGATE = "delegate_to_agent__";

    private Tightening() {}

    public static List<String> of(AgentSpec agent) {
        return agent.tools().stream().flatMap(Tightening::globs).distinct().toList();
    }

    private static Stream<String> globs(ToolRef tool) {
        return tool.requireApproval().stream().map(entry -> switch (tool.source()) {
            case BUILTIN, TOOL -> entry;
            case MCP_SERVER -> tool.name() + SERVER_MARK + entry;
            case AGENT -> DELEGATE + tool.name();
        });
    }
}
