package dev.countersign.agent.tool.kubernetes.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One revision of a workload: of a Deployment as one of its replica sets keeps it, of the others as
 * a controller revision does.
 */
record Revision(long number, JsonNode template, String cause) {
    private static final String NUMBER = "deployment.kubernetes.io/revision";
    private static final String CAUSE = "kubernetes.io/change-cause";

    /** Oldest first. */
    static List<Revision> of(ObjectRef ref, ObjectNode workload, Api api) {
        boolean deployment = ref.type().kind().equals("Deployment");
        var type = api.types().find("apps/v1", deployment ? "ReplicaSet" : "ControllerRevision");
        String uid = workload.path("metadata").path("uid").asText();
        List<Revision> found = new ArrayList<>();
        for (JsonNode keeper : api.list(type, ref.namespace(), Map.of()).path("items")) {
            boolean owned = keeper.path("metadata")
                    .path("ownerReferences")
                    .valueStream()
                    .anyMatch(owner -> owner.path("uid").asText().equals(uid));
            Revision revision = deployment ? ofReplicaSet(keeper) : ofController(keeper);
            if (owned && revision.number() > 0) {
                found.add(revision);
            }
        }
        found.sort(Comparator.comparingLong(Revision::number));
        return found;
    }

    /** Without the label that the controller adds. */
    private static Revision ofReplicaSet(JsonNode set) {
        JsonNode template = set.path("spec").path("template").deepCopy();
        if (template.path("metadata").path("labels") instanceof ObjectNode labels) {
            labels.remove("pod-template-hash");
        }
        long number = set.path("metadata").path("annotations").path(NUMBER).asLong();
        return new Revision(number, template, cause(set));
    }

    /** Without the word that makes it a patch. */
    private static Revision ofController(JsonNode revision) {
        JsonNode template = revision.path("data").path("spec").path("template").deepCopy();
        if (template instanceof ObjectNode whole) {
            whole.remove("$patch");
        }
        return new Revision(revision.path("revision").asLong(), template, cause(revision));
    }

    private static String cause(JsonNode keeper) {
        return keeper.path("metadata").path("annotations").path(CAUSE).asText("<none>");
    }
}
