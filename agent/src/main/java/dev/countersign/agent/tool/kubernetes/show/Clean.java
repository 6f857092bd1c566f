package dev.countersign.agent.tool.kubernetes.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/** Objects without what only the cluster cares about. */
public final class Clean {
    /** Names the call that created an object, so that it can be found after a crash. */
    public static final String CALL = "countersign.dev/call";

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final List<String> CHURN = List.of(
            "resourceVersion",
            "uid",
            "creationTimestamp",
            "generation",
            "selfLink",
            "deletionTimestamp",
            "deletionGracePeriodSeconds");

    private Clean() {}

    /** For reading: all of it but the bookkeeping of field managers. */
    public static JsonNode read(JsonNode object) {
        JsonNode copy = object.deepCopy();
        if (copy.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
            withoutAnnotation(metadata, LAST_APPLIED);
        }
        return copy;
    }

    /** For comparing: also without versions, times and status, which change by themselves. */
    public static JsonNode compared(JsonNode object) {
        JsonNode copy = read(object);
        if (copy.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(CHURN);
        }
        if (copy instanceof ObjectNode whole) {
            whole.remove("status");
        }
        return copy;
    }

    /** For comparing a write of the status. */
    public static JsonNode comparedWithStatus(JsonNode object) {
        JsonNode copy = compared(object);
        if (copy instanceof ObjectNode whole && object.has("status")) {
            whole.set("status", object.path("status").deepCopy());
        }
        return copy;
    }

    private static void withoutAnnotation(ObjectNode metadata, String annotation) {
        if (metadata.path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(annotation);
            if (annotations.isEmpty()) {
                metadata.remove("annotations");
            }
        }
    }
}
