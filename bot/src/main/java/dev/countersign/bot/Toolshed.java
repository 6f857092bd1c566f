package dev.countersign.bot;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.AgentSpec.Source;
import dev.countersign.agent.catalog.AgentSpec.ToolRef;
import dev.countersign.agent.catalog.Catalog;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.catalog.Tightening;
import dev.countersign.agent.catalog.ToolDefinition.Body;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.agents.DelegateTool;
import dev.countersign.agent.tool.http.HttpTools;
import dev.countersign.agent.tool.mcp.McpServers;
import dev.countersign.agent.tool.retrieval.RetrievalTools;
import dev.countersign.bot.models.ModelWatch;
import dev.countersign.bot.secrets.Secrets;
import dev.countersign.bot.standing.Standings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Where tools come from: built in, from servers of the catalog, and from its own documents. */
final class Toolshed implements AutoCloseable {
    /** A server that takes longer to answer joins later. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(5);

    private final Catalog catalog;
    private final Map<String, List<Tool>> builtins;
    private final McpServers servers;
    private final ModelWatch watch;
    private final HttpTools http;
    private final RetrievalTools retrieval;

    Toolshed(
            Catalog catalog,
            Map<String, List<Tool>> builtins,
            Secrets secrets,
            RetrievalTools retrieval,
            ModelWatch watch) {
        this.watch = watch;
        this.catalog = catalog;
        this.retrieval = retrieval;
        this.builtins = Map.copyOf(builtins);
        this.servers = new McpServers(secrets::need);
        this.http = new HttpTools(secrets::need);
    }

    /** Starts the servers of the catalog and follows it; waits a little for those that are up. */
    void open(Runnable changed) {
        servers.onChange(changed);
        catalog.onChange(this::follow);
        follow(catalog.now());
        servers.settle(FIRST_PATIENCE);
    }

    private void follow(Snapshot now) {
        servers.adopt(now.mcpServers().values());
        watch.follow(now.models().values());
    }

    List<Tool> offered(ToolRef ref) {
        return all(ref).stream().filter(tool -> named(ref, tool.spec().name())).toList();
    }

    private List<Tool> all(ToolRef ref) {
        return switch (ref.source()) {
            case BUILTIN -> builtins.getOrDefault(ref.name(), List.of());
            case MCP_SERVER -> servers.tools(ref.name());
            case TOOL -> own(ref.name()).stream().toList();
            case AGENT -> colleague(ref.name()).stream().toList();
        };
    }

    private Optional<Tool> colleague(String name) {
        return Optional.ofNullable(catalog.now().agents().get(name)).flatMap(DelegateTool::to);
    }

    private Optional<Tool> own(String name) {
        return Optional.ofNullable(catalog.now().tools().get(name))
                .flatMap(definition -> definition.body() instanceof Body.Retrieval how
                        ? retrieval.open(definition, how)
                        : http.open(definition));
    }

    /** The names of an agent leave out the server's. */
    private static boolean named(ToolRef ref, String tool) {
        return ref.names().isEmpty()
                || ref.source() == Source.AGENT
                || ref.names().contains(tool)
                || ref.names().stream()
                        .anyMatch(n -> tool.equals(ref.name() + Tightening.SERVER_MARK + n));
    }

    /** What an agent lacks now, a sentence each; it works with the rest. */
    List<String> lacks(AgentSpec agent) {
        var lacks = new ArrayList<String>();
        var now = catalog.now();
        var model = Optional.ofNullable(now.models().get(agent.model()));
        if (model.isEmpty()) {
            lacks.add("Its model " + agent.model() + " is not loaded.");
        }
        model.flatMap(watch::trouble)
                .map(why -> "Its model " + agent.model() + ": " + why)
                .ifPresent(lacks::add);
        agent.tools().forEach(ref -> lacks.addAll(lacks(ref)));
        return lacks;
    }

    private List<String> lacks(ToolRef ref) {
        return switch (ref.source()) {
            case BUILTIN -> List.of();
            case MCP_SERVER -> lacksOfServer(ref);
            case TOOL ->
                own(ref.name()).isPresent()
                        ? List.of()
                        : List.of("Its tool " + ref.name() + " is not available here.");
            case AGENT ->
                colleague(ref.name()).isPresent()
                        ? List.of()
                        : List.of("Its agent " + ref.name() + " is not loaded, or its name is not"
                                + " one that a model can call.");
        };
    }

    /** What can be seen of models, tools and channels from here. */
    Standings.Sights sights(Supplier<Set<String>> channels) {
        return new Standings.Sights(this::lacks, watch::lines, servers::status, channels);
    }

    private List<String> lacksOfServer(ToolRef ref) {
        var status = servers.status(ref.name());
        if (status.isEmpty() || !status.get().connected()) {
            return List.of("Tool server " + ref.name() + ": "
                    + status.map(s -> s.words()).orElse("not loaded") + ".");
        }
        var there = servers.tools(ref.name()).stream().map(t -> t.spec().name()).toList();
        return ref.names().stream()
                .filter(n -> !there.contains(ref.name() + Tightening.SERVER_MARK + n))
                .map(n -> "Tool server " + ref.name() + " offers no tool " + n + ".")
                .toList();
    }

    @Override
    public void close() {
        servers.close();
    }
}
