package dev.countersign.agent.recall;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.Blueprint;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunStore;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The agents of runs, each as it was when its run started. */
public final class Agents {
    /** Blueprints are few and small; this only keeps a flood of edits from filling the memory. */
    private static final int MOST = 1000;

    private final RunStore store;
    private final Map<String, AgentSpec> byHash = new ConcurrentHashMap<>();
    private final Map<AgentSpec, String> frozen = new ConcurrentHashMap<>();

    public Agents(RunStore store) {
        this.store = store;
    }

    /** Keeps the agent as it is now and says under which hash. */
    public String freeze(AgentSpec agent) {
        var known = frozen.get(agent);
        return known == null ? keep(agent) : known;
    }

    private String keep(AgentSpec agent) {
        var blueprint = Blueprint.of(agent);
        if (!byHash.containsKey(blueprint.hash())) {
            store.keepBlueprint(blueprint.hash(), blueprint.form());
            remember(blueprint.hash(), agent);
        }
        return blueprint.hash();
    }

    public AgentSpec of(Run run) {
        return of(run.origin().blueprint());
    }

    /** The agent that was kept under this hash. */
    public AgentSpec of(String hash) {
        var known = byHash.get(hash);
        if (known != null) {
            return known;
        }
        var form = store.blueprint(hash)
                .orElseThrow(() -> new IllegalStateException("no agent is kept as " + hash));
        var agent = Blueprint.read(form);
        remember(hash, agent);
        return agent;
    }

    private void remember(String hash, AgentSpec agent) {
        if (byHash.size() >= MOST) {
            byHash.clear();
            frozen.clear();
        }
        byHash.put(hash, agent);
        frozen.put(agent, hash);
    }
}
