package dev.countersign.agent.tool.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.TreeMap;

/** As much of an API server as a drift can be shown with: objects, versions, merge patches. */
final class TinyCluster {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private long version = 100;

    /** What is answered: a status and a body. */
    record Said(int code, JsonNode body) {}

    synchronized Said answer(String method, String path, boolean dry, String body) {
        return switch (method) {
            case "GET" -> objects.containsKey(path) ? new Said(200, objects.get(path)) : list(path);
            case "POST" -> post(path, dry, tree(body));
            case "PATCH" -> patch(path, dry, tree(body));
            case "DELETE" -> delete(path, dry, tree(body));
            default -> no(405, "MethodNotAllowed", method);
        };
    }

    private Said list(String path) {
        if (path.matches(".*/(pods|configmaps|secrets|events|deployments|replicasets)")) {
            ObjectNode list = MAPPER.createObjectNode().put("kind", "List");
            ArrayNode items = list.putArray("items");
            objects.forEach((key, object) -> {
                if (key.startsWith(path + "/")) {
                    items.add(object);
                }
            });
            return new Said(200, list);
        }
        return no(404, "NotFound", path + " not found");
    }

    private Said post(String collection, boolean dry, JsonNode body) {
        String path = collection + "/" + body.at("/metadata/name").asText();
        return objects.containsKey(path)
                ? no(409, "AlreadyExists", path + " already exists")
                : keep(path, dry, born((ObjectNode) body));
    }

    private ObjectNode born(ObjectNode body) {
        ObjectNode object = body.deepCopy();
        object.withObject("/metadata")
                .put("uid", "uid-" + (++version))
                .put("creationTimestamp", "2026-11-21T09:00:00Z");
        return object;
    }

    private Said patch(String path, boolean dry, JsonNode body) {
        ObjectNode now = objects.get(path);
        if (body.has("unreadable")) {
            return no(400, "BadRequest", "the body is no JSON");
        }
        if (now == null && !body.has("apiVersion")) {
            return no(404, "NotFound", path + " not found");
        }
        String wanted = body.at("/metadata/resourceVersion").asText();
        if (now != null
                && !wanted.isEmpty()
                && !wanted.equals(now.at("/metadata/resourceVersion").asText())) {
            return no(409, "Conflict", "the object has been modified");
        }
        ObjectNode next = now == null ? born((ObjectNode) body) : now.deepCopy();
        merge(next, body);
        return keep(path, dry, next);
    }

    private static void merge(ObjectNode object, JsonNode patch) {
        for (var field : patch.properties()) {
            if (field.getValue().isNull()) {
                object.remove(field.getKey());
            } else if (field.getValue().isObject()
                    && object.path(field.getKey()).isObject()) {
                merge((ObjectNode) object.get(field.getKey()), field.getValue());
            } else {
                object.set(field.getKey(), field.getValue().deepCopy());
            }
        }
    }

    private Said keep(String path, boolean dry, ObjectNode next) {
        boolean same = next.equals(objects.get(path));
        if (!same) {
            next.withObject("/metadata").put("resourceVersion", String.valueOf(++version));
        }
        boolean created = !objects.containsKey(path);
        if (!dry) {
            objects.put(path, next);
        }
        return new Said(created ? 201 : 200, next);
    }

    private Said delete(String path, boolean dry, JsonNode options) {
        ObjectNode now = objects.get(path);
        if (now == null) {
            return no(404, "NotFound", path + " not found");
        }
        String uid = options.at("/preconditions/uid").asText();
        if (!uid.isEmpty() && !uid.equals(now.at("/metadata/uid").asText())) {
            return no(409, "Conflict", "the UID in the precondition does not match");
        }
        if (!dry) {
            objects.remove(path);
        }
        return new Said(200, now);
    }

    private static Said no(int code, String reason, String message) {
        return new Said(
                code,
                MAPPER.createObjectNode()
                        .put("kind", "Status")
                        .put("reason", reason)
                        .put("message", message));
    }

    private static JsonNode tree(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return MAPPER.createObjectNode().put("unreadable", e.getOriginalMessage());
        }
    }
}
