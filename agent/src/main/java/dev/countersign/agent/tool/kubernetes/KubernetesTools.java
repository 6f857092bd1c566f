package dev.countersign.agent.tool.kubernetes;

import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.kubernetes.read.Reads;
import dev.countersign.agent.tool.kubernetes.write.Writes;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** All tools for one cluster; every write can show itself before anybody says yes. */
public final class KubernetesTools {
    private KubernetesTools() {}

    public static List<Tool> all(ClusterAccess cluster, InstantSource clock) {
        List<Tool> tools = new ArrayList<>(Reads.all(cluster, clock));
        tools.addAll(Writes.all(cluster, clock));
        return List.copyOf(tools);
    }
}
