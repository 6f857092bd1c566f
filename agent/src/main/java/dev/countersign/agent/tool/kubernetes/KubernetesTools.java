package dev.countersign.agent.tool.kubernetes;

import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.kubernetes.frame.Author;
import dev.countersign.agent.tool.kubernetes.inside.Inside;
import dev.countersign.agent.tool.kubernetes.read.GenerateTool;
import dev.countersign.agent.tool.kubernetes.read.Reads;
import dev.countersign.agent.tool.kubernetes.write.Writes;
import dev.countersign.agent.tool.net.PublicAddress;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** All tools for one cluster; every write can show itself before anybody says yes. */
public final class KubernetesTools {
    private KubernetesTools() {}

    /** Without a model that generates resources. */
    public static List<Tool> all(ClusterAccess cluster, InstantSource clock) {
        return all(cluster, clock, Author.NONE);
    }

    public static List<Tool> all(ClusterAccess cluster, InstantSource clock, Author author) {
        return all(cluster, clock, author, PublicAddress::is);
    }

    static List<Tool> all(
            ClusterAccess cluster,
            InstantSource clock,
            Author author,
            Predicate<InetAddress> fetched) {
        List<Tool> tools = new ArrayList<>(Reads.all(cluster, clock, author));
        tools.addAll(Writes.all(cluster, clock, fetched));
        tools.addAll(Inside.all(cluster));
        return List.copyOf(tools);
    }

    /** The same tool; where it lets somebody write, by this author. */
    public static Tool authored(Tool tool, Author author) {
        return tool instanceof GenerateTool generates ? generates.by(author) : tool;
    }
}
