package dev.countersign.agent.tool.kubernetes.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** One revision of a Deployment, as one of its replica sets keeps it. */
record Revision(long number, JsonNode replicaSet) {
    private static final String NUMBER = "deployment.kubernetes.io/revision";
    private static final String CAUSE = "kubernetes.io/change-cause";

    /** Oldest first. */
    static List<Revision> of(ObjectRef ref, ObjectNode deployment, Api api) {
        String uid = deployment.path("metadata").path("uid").asText();
        List<Revision> found = new ArrayList<>();
        var type = api.types().find("apps/v1", "ReplicaSet");
        for (JsonNode set : api.list(type, ref.namespace(), Map.of()).path("items")) {
            JsonNode metadata = set.path("metadata");
            boolean owned = metadata.path("ownerReferences")
                    .valueStream()
                    .anyMatch(owner -> owner.path("uid").asText().equals(uid));
            long number = metadata.path("annotations").path(NUMBER).asLong();
            if (owned && number > 0) {
                found.add(new Revision(number, set));
            }
        }
        found.sort(Comparator.comparingLong(Revision::number));
        return found;
    }

    String cause() {
        return replicaSet.path("metadata").path("annotations").path(CAUSE).asText("<none>");
    }

    /** Without the label that the controller adds. */
    JsonNode template() {
        JsonNode template = replicaSet.path("spec").path("template").deepCopy();
        if (template.path("metadata").path("labels") instanceof ObjectNode labels) {
            labels.remove("pod-template-hash");
        }
        return template;
    }
}
