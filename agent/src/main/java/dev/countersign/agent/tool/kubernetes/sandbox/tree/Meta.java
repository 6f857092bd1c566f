package dev.countersign.agent.tool.kubernetes.sandbox.tree;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What stands in the metadata of an object. */
public final class Meta {
    private Meta() {}

    public static ObjectNode of(ObjectNode object) {
        return Json.child(object, "metadata");
    }

    public static String text(JsonNode object, String field) {
        return object.path("metadata").path(field).asText("");
    }

    public static String name(JsonNode object) {
        return text(object, "name");
    }

    public static String namespace(JsonNode object) {
        return text(object, "namespace");
    }

    public static String uid(JsonNode object) {
        return text(object, "uid");
    }

    public static String version(JsonNode object) {
        return text(object, "resourceVersion");
    }

    public static String kind(JsonNode object) {
        return object.path("kind").asText("");
    }

    public static JsonNode labels(JsonNode object) {
        return object.path("metadata").path("labels");
    }

    public static boolean isGoing(JsonNode object) {
        return !text(object, "deletionTimestamp").isEmpty();
    }

    public static boolean hasFinalizers(JsonNode object) {
        return !object.path("metadata").path("finalizers").isEmpty();
    }

    public static Stream<JsonNode> owners(JsonNode object) {
        return items(object.path("metadata").path("ownerReferences"));
    }

    public static boolean isOwnedBy(JsonNode object, String uid) {
        return owners(object).anyMatch(owner -> uid.equals(owner.path("uid").asText()));
    }

    /** Makes the first the controller of the second. */
    public static void own(ObjectNode owner, ObjectNode owned) {
        ArrayNode references = of(owned).putArray("ownerReferences");
        references
                .addObject()
                .put("apiVersion", owner.path("apiVersion").asText())
                .put("kind", kind(owner))
                .put("name", name(owner))
                .put("uid", uid(owner))
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    public static Stream<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
