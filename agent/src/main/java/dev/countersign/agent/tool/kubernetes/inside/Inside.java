package dev.countersign.agent.tool.kubernetes.inside;

import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.kubernetes.api.Cluster;

import java.util.List;

/** The tools that reach into the cluster's own network and containers. */
public final class Inside {
    private Inside() {}

    public static List<Tool> all(Cluster cluster) {
        return List.of(new ExecTool(cluster), new ConnectivityTool(cluster));
    }
}
