package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.ChannelSpec;
import dev.countersign.agent.catalog.GroupSpec;
import dev.countersign.agent.catalog.McpServerSpec;
import dev.countersign.agent.catalog.ModelSpec;
import dev.countersign.agent.catalog.TaskSpec;
import dev.countersign.agent.catalog.ToolDefinition;
import dev.countersign.agent.gate.Policy;
import dev.countersign.channels.Person;

/** What one document adds to the catalog. */
public sealed interface Piece {
    record Agent(AgentSpec spec) implements Piece {}

    record Model(ModelSpec spec) implements Piece {}

    record Rules(Policy spec) implements Piece {}

    record Human(Person spec) implements Piece {}

    record Circle(GroupSpec spec) implements Piece {}

    record Channel(ChannelSpec spec) implements Piece {}

    record Task(TaskSpec spec) implements Piece {}

    record Server(McpServerSpec spec) implements Piece {}

    record Instrument(ToolDefinition spec) implements Piece {}

    /** Known by name, and not used yet. */
    record Stored() implements Piece {}
}
