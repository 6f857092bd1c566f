package dev.countersign.agent.tool.kubernetes.show;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.kubernetes.api.ObjectRef;

import java.util.List;

/** How far the rollout of a workload is, in words. */
public record Readiness(boolean ready, String words) {
    private static final List<String> WORKLOADS =
            List.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet");

    /** True for what has pods that become ready. */
    public static boolean has(ObjectRef ref) {
        return ref.type().group().equals("apps")
                && WORKLOADS.contains(ref.type().kind());
    }

    public static Readiness of(ObjectRef ref, JsonNode object) {
        JsonNode status = object.path("status");
        boolean seen = status.path("observedGeneration").asLong()
                >= object.path("metadata").path("generation").asLong();
        if (!seen) {
            return new Readiness(
                    false, ref.words() + ": the cluster has not looked at the last change yet.");
        }
        long wanted = object.path("spec")
                .path("replicas")
                .asLong(status.path("desiredNumberScheduled").asLong(1));
        long available = status.path("availableReplicas")
                .asLong(status.path("numberAvailable")
                        .asLong(status.path("readyReplicas").asLong()));
        long updated = updated(ref, status);
        if (object.path("spec").path("paused").asBoolean()) {
            return new Readiness(
                    false,
                    ref.words() + ": the rollout is paused, " + updated + " of " + wanted
                            + " pods are updated.");
        }
        return updated >= wanted && available >= wanted
                ? new Readiness(
                        true,
                        ref.words() + " is rolled out: " + available + " of " + wanted
                                + " pods are available.")
                : new Readiness(
                        false,
                        ref.words() + " is not ready: " + updated + " of " + wanted
                                + " pods are updated, " + available + " are available.");
    }

    /** A replica set has no older pods than its own. */
    private static long updated(ObjectRef ref, JsonNode status) {
        return ref.type().kind().equals("ReplicaSet")
                ? status.path("replicas").asLong()
                : status.path("updatedReplicas")
                        .asLong(status.path("updatedNumberScheduled").asLong());
    }
}
