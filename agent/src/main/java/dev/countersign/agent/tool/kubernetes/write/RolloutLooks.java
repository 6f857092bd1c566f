package dev.countersign.agent.tool.kubernetes.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.frame.Args;
import dev.countersign.agent.tool.kubernetes.show.TableText;

import java.util.List;
import java.util.stream.Collectors;

/** The rollout actions that only look: history and status. */
final class RolloutLooks {
    private RolloutLooks() {}

    static String read(Args args, Api api) {
        ObjectRef ref = Patches.named(args, api);
        return args.text("action").equals("history")
                ? history(Rollout.only(ref, "Deployment"), api)
                : status(ref, api.get(ref));
    }

    private static String history(ObjectRef ref, Api api) {
        var table = new TableText(List.of("Revision", "Images", "Change-cause"));
        for (Revision revision : Revision.of(ref, api.get(ref), api)) {
            String images = revision.template()
                    .path("spec")
                    .path("containers")
                    .valueStream()
                    .map(c -> c.path("image").asText())
                    .collect(Collectors.joining(","));
            table.row(List.of(String.valueOf(revision.number()), images, revision.cause()));
        }
        return table.size() == 0 ? ref.words() + " has no revisions yet." : table.text();
    }

    private static String status(ObjectRef ref, ObjectNode object) {
        JsonNode status = object.path("status");
        long wanted = object.path("spec")
                .path("replicas")
                .asLong(status.path("desiredNumberScheduled").asLong(1));
        long updated = status.path("updatedReplicas")
                .asLong(status.path("updatedNumberScheduled").asLong());
        long available = status.path("availableReplicas")
                .asLong(status.path("numberAvailable")
                        .asLong(status.path("readyReplicas").asLong()));
        boolean seen = status.path("observedGeneration").asLong()
                >= object.path("metadata").path("generation").asLong();
        if (!seen) {
            return ref.words() + ": the cluster has not looked at the last change yet.";
        }
        if (object.path("spec").path("paused").asBoolean()) {
            return ref.words() + ": the rollout is paused, " + updated + " of " + wanted
                    + " pods are updated.";
        }
        return updated >= wanted && available >= wanted
                ? ref.words() + " is rolled out: " + available + " of " + wanted
                        + " pods are available."
                : ref.words() + " is not ready: " + updated + " of " + wanted
                        + " pods are updated, " + available + " are available.";
    }
}
