package dev.countersign.agent.catalog;

import dev.countersign.agent.gate.Policy;
import dev.countersign.channels.Person;

import java.util.List;
import java.util.Map;

/** Everything that is in force at one moment, by name. */
public record Snapshot(
        Map<String, AgentSpec> agents,
        Map<String, ModelSpec> models,
        Map<String, Policy> policies,
        Map<String, Person> people,
        Map<String, ChannelSpec> channels,
        Map<String, TaskSpec> tasks,
        Map<String, McpServerSpec> mcpServers,
        Map<String, ToolDefinition> tools,
        List<Problem> problems) {
    public Snapshot {
        agents = Map.copyOf(agents);
        models = Map.copyOf(models);
        policies = Map.copyOf(policies);
        people = Map.copyOf(people);
        channels = Map.copyOf(channels);
        tasks = Map.copyOf(tasks);
        mcpServers = Map.copyOf(mcpServers);
        tools = Map.copyOf(tools);
        problems = List.copyOf(problems);
    }

    /** A moment without tools of its own. */
    public Snapshot(
            Map<String, AgentSpec> agents,
            Map<String, ModelSpec> models,
            Map<String, Policy> policies,
            Map<String, Person> people,
            Map<String, ChannelSpec> channels,
            Map<String, TaskSpec> tasks,
            List<Problem> problems) {
        this(agents, models, policies, people, channels, tasks, Map.of(), Map.of(), problems);
    }

    public static final Snapshot EMPTY =
            new Snapshot(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), List.of());
}
