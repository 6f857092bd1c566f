package dev.countersign.agent.asking;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.gate.Directory;
import dev.countersign.agent.model.Model;
import dev.countersign.agent.tool.Toolbox;

import java.util.Map;
import java.util.Optional;

/** What the engine works with: what is in force now, the tools and models, and ways to people. */
public interface Workshop {
    Snapshot catalog();

    Directory directory();

    /** The tools this agent is offered, those of its servers included as they are now. */
    Toolbox tools(AgentSpec agent);

    /** The model this agent thinks with; empty where it is not there. */
    Optional<Model> model(AgentSpec agent);

    /** The channels that are open, by name; with the scheme of those that ask each person alone. */
    Map<String, Optional<String>> channels();

    /** Whether this channel wants to be told how far the runs are that live there. */
    default boolean showsProgress(String channel) {
        return false;
    }
}
