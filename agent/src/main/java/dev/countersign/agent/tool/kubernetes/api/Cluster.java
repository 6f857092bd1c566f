package dev.countersign.agent.tool.kubernetes.api;

import dev.countersign.agent.tool.Invocation.Requester;

/** One cluster that tools work on, and the identity they work with. */
public interface Cluster {
    ClusterName name();

    /** The door to the API server for one person; says no where that person has no identity. */
    Api as(Requester requester);

    /** What this process itself may see: discovery, and what belongs to nobody. */
    Api asItself();
}
