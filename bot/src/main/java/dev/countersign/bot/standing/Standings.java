package dev.countersign.bot.standing;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.ChannelSpec;
import dev.countersign.agent.catalog.ModelSpec;
import dev.countersign.agent.catalog.Problem;
import dev.countersign.agent.catalog.Problem.Severity;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.tool.mcp.McpStatus;
import dev.countersign.bot.http.view.Standing;
import dev.countersign.bot.http.view.Standing.State;
import dev.countersign.bot.models.ModelWatch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How it stands with every document, in the words that KubeChain has for it where it has some:
 * looked up when it is asked for, and kept nowhere.
 */
public final class Standings implements Supplier<List<Standing>> {
    private final Supplier<Snapshot> catalog;
    private final Sights sights;
    private final TaskRuns tasks;

    /**
     * What is known of the parts: what an agent lacks, whether models can be asked, how a tool
     * server stands, and which channels are open.
     */
    public record Sights(
            Function<AgentSpec, List<String>> lacks,
            Function<Collection<ModelSpec>, List<ModelWatch.Line>> models,
            Function<String, Optional<McpStatus>> servers,
            Supplier<Set<String>> channels) {}

    public Standings(Supplier<Snapshot> catalog, Sights sights, TaskRuns tasks) {
        this.catalog = catalog;
        this.sights = sights;
        this.tasks = tasks;
    }

    @Override
    public List<Standing> get() {
        var now = catalog.get();
        var all = new ArrayList<Standing>();
        sights.models()
                .apply(now.models().values())
                .forEach(line -> all.add(new Standing(
                        "LLM",
                        line.spec().name(),
                        line.status().ready() ? State.READY : State.ERROR,
                        line.status().detail())));
        now.agents()
                .values()
                .forEach(agent ->
                        all.add(Standing.ofAgent(agent.name(), sights.lacks().apply(agent))));
        now.mcpServers().keySet().forEach(server -> all.add(server(server)));
        now.channels().values().forEach(channel -> all.add(channel(channel)));
        now.tasks().values().forEach(task -> all.add(tasks.of(task, now)));
        now.tools().keySet().forEach(tool -> all.add(ready("Tool", tool, "Loaded")));
        now.policies().keySet().forEach(p -> all.add(ready("ApprovalPolicy", p, "Loaded")));
        all.addAll(broken(now, all));
        all.sort(Comparator.comparing(Standing::kind).thenComparing(Standing::name));
        return all;
    }

    private static Standing ready(String kind, String name, String detail) {
        return new Standing(kind, name, State.READY, detail);
    }

    private Standing server(String name) {
        var status = sights.servers().apply(name);
        return status.filter(McpStatus::connected).isPresent()
                ? ready("MCPServer", name, status.get().words())
                : new Standing(
                        "MCPServer",
                        name,
                        State.ERROR,
                        status.map(McpStatus::words).orElse("It is not started."));
    }

    private Standing channel(ChannelSpec channel) {
        var type = channel.type();
        return sights.channels().get().contains(type)
                ? ready("ContactChannel", channel.name(), type + " is open, to " + channel.place())
                : new Standing(
                        "ContactChannel",
                        channel.name(),
                        State.ERROR,
                        "No " + type + " is configured here. Add " + type
                                + " to countersign.yaml; until then the console asks.");
    }

    /** Documents that were refused: they are in force nowhere, and people look for them here. */
    private static List<Standing> broken(Snapshot now, List<Standing> loaded) {
        var known = new HashSet<String>();
        loaded.forEach(standing -> known.add(standing.kind() + " " + standing.name()));
        var broken = new ArrayList<Standing>();
        for (Problem problem : now.problems()) {
            var title = problem.document().split(" ", 2);
            if (problem.severity() == Severity.ERROR
                    && title.length == 2
                    && known.add(problem.document())) {
                broken.add(new Standing(title[0], title[1], State.ERROR, problem.toString()));
            }
        }
        return broken;
    }
}
