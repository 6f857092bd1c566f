package dev.countersign.agent.tool.kubernetes.frame;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ClusterName;
import dev.countersign.channels.Card.Fact;

import java.util.List;

/** The facts that every card has: which cluster, reached how, and as whom. */
public final class Where {
    private Where() {}

    public static List<Fact> facts(ClusterName cluster, Api api) {
        return List.of(
                new Fact("Cluster", cluster.cluster()),
                new Fact("Context", cluster.context().isEmpty() ? "-" : cluster.context()),
                new Fact("API server", cluster.server()),
                new Fact("As", api.identity()));
    }
}
