package dev.countersign.agent.catalog.manifest;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.ChannelSpec;
import dev.countersign.agent.catalog.GroupSpec;
import dev.countersign.agent.catalog.McpServerSpec;
import dev.countersign.agent.catalog.ModelSpec;
import dev.countersign.agent.catalog.Problem;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.catalog.TaskSpec;
import dev.countersign.agent.catalog.ToolDefinition;
import dev.countersign.agent.catalog.manifest.kinds.Piece;
import dev.countersign.agent.catalog.manifest.kinds.Reading;
import dev.countersign.agent.gate.Policy;
import dev.countersign.channels.Person;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is in force, by kind and name, and what is wrong with what is not. */
record Inventory(Map<Reading.Key, Reading> inForce, List<Problem> problems) {
    static final Inventory EMPTY = new Inventory(Map.of(), List.of());

    Inventory {
        inForce = Map.copyOf(inForce);
        problems = List.copyOf(problems);
    }

    Snapshot snapshot() {
        var agents = new LinkedHashMap<String, AgentSpec>();
        var models = new LinkedHashMap<String, ModelSpec>();
        var policies = new LinkedHashMap<String, Policy>();
        var people = new LinkedHashMap<String, Person>();
        var circles = new ArrayList<GroupSpec>();
        var channels = new LinkedHashMap<String, ChannelSpec>();
        var tasks = new LinkedHashMap<String, TaskSpec>();
        var servers = new LinkedHashMap<String, McpServerSpec>();
        var tools = new LinkedHashMap<String, ToolDefinition>();
        inForce.values().stream().flatMap(reading -> reading.piece().stream()).forEach(piece -> {
            switch (piece) {
                case Piece.Agent(AgentSpec agent) -> agents.put(agent.name(), agent);
                case Piece.Model(ModelSpec model) -> models.put(model.name(), model);
                case Piece.Rules(Policy policy) -> policies.put(policy.name(), policy);
                case Piece.Human(Person person) -> people.put(person.name(), person);
                case Piece.Circle(GroupSpec group) -> circles.add(group);
                case Piece.Channel(ChannelSpec channel) -> channels.put(channel.name(), channel);
                case Piece.Task(TaskSpec task) -> tasks.put(task.name(), task);
                case Piece.Server(McpServerSpec server) -> servers.put(server.name(), server);
                case Piece.Instrument(ToolDefinition tool) -> tools.put(tool.name(), tool);
                case Piece.Stored stored -> {
                    // known by name alone; its warning stands among the problems
                }
            }
        });
        GroupSpec.joined(people.values(), circles).forEach(p -> people.put(p.name(), p));
        return new Snapshot(
                agents, models, policies, people, channels, tasks, servers, tools, problems);
    }
}
