package dev.countersign.agent.catalog;

import dev.countersign.agent.catalog.AgentSpec.Source;
import dev.countersign.agent.catalog.AgentSpec.ToolRef;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The tools for which an agent asks whatever its policy allows, as globs of the model's names. */
public final class Tightening {
    /** Between a server and its tool in the name that the model sees. */
    public static final String SERVER_MARK = "__";

    /** Before the name of an agent in the name of the tool that delegates to it. */
    public static final String DELEGATE = "delegate_to_agent__";

    private Tightening() {}

    /** What the agent and the servers of its tools want to be asked about. */
    public static List<String> of(AgentSpec agent, Map<String, McpServerSpec> servers) {
        return Stream.concat(
                        agent.tools().stream().flatMap(Tightening::globs),
                        agent.tools().stream().flatMap(ref -> ofServer(ref, servers)))
                .distinct()
                .toList();
    }

    /** The channel over which the server of a tool wants to be asked. */
    public static Optional<String> channel(
            String tool, AgentSpec agent, Map<String, McpServerSpec> servers) {
        return agent.tools().stream()
                .filter(ref -> ref.source() == Source.MCP_SERVER)
                .filter(ref -> tool.startsWith(ref.name() + SERVER_MARK))
                .flatMap(ref -> Optional.ofNullable(servers.get(ref.name())).stream())
                .flatMap(server -> server.approvalChannel().stream())
                .findFirst();
    }

    private static Stream<String> ofServer(ToolRef ref, Map<String, McpServerSpec> servers) {
        return ref.source() == Source.MCP_SERVER && servers.containsKey(ref.name())
                ? servers.get(ref.name()).gated().stream()
                        .map(entry -> ref.name() + SERVER_MARK + entry)
                : Stream.of();
    }

    private static Stream<String> globs(ToolRef tool) {
        return tool.requireApproval().stream().map(entry -> switch (tool.source()) {
            case BUILTIN, TOOL -> entry;
            case MCP_SERVER -> tool.name() + SERVER_MARK + entry;
            case AGENT -> DELEGATE + tool.name();
        });
    }
}
