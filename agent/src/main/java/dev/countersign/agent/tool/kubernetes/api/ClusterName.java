package dev.countersign.agent.tool.kubernetes.api;

/**
 * How a cluster is called on a card: its name, the context it was found by, and its API server.
 * {@code target} is what a yes is bound to; it stays the same over a restart of this process.
 */
public record ClusterName(String cluster, String context, String server, String target) {}
