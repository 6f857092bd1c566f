package dev.countersign.agent.tool.kubernetes.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.access.Right;
import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiRequest;
import dev.countersign.agent.tool.kubernetes.api.Json;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.show.Clean;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One request that writes one object; {@code done} is what is said of it afterwards. */
public record Write(ObjectRef ref, Verb verb, JsonNode body, String subresource, String done) {

    public static Write of(ObjectRef ref, Verb verb, JsonNode body, String done) {
        return new Write(ref, verb, body, "", done);
    }

    /** {@code policy} is Background, Foreground or Orphan; no grace means the object's own. */
    public static Write deletes(ObjectRef ref, String policy, OptionalInt grace) {
        ObjectNode options = Json.newObject()
                .put("apiVersion", "v1")
                .put("kind", "DeleteOptions")
                .put("propagationPolicy", policy);
        grace.ifPresent(seconds -> options.put("gracePeriodSeconds", seconds));
        return of(ref, Verb.DELETE, options, "deleted");
    }

    /** True for a delete that leaves behind what the object owns. */
    boolean orphans() {
        return verb == Verb.DELETE && body.path("propagationPolicy").asText().equals("Orphan");
    }

    /** The rights that it needs; an apply also creates, where nothing was there to be shown. */
    List<Right> rights(Optional<Basis> basis) {
        boolean creates = verb == Verb.CREATE
                || verb == Verb.APPLY && basis.flatMap(b -> b.uid(ref)).isEmpty();
        List<Right> rights = new ArrayList<>();
        if (creates) {
            rights.add(Right.to("create", ref, subresource));
        }
        if (verb != Verb.CREATE) {
            rights.add(Right.to(verb == Verb.DELETE ? "delete" : "patch", ref, subresource));
        }
        return rights;
    }

    /** The same write, carried out by the API server up to the last step. */
    ApiRequest dryRun(String key) {
        return request(sent(key)).with("dryRun", "All");
    }

    /** The write itself; only of the object as it was read, where one is given. */
    ApiRequest request(Optional<ObjectNode> asRead, String key) {
        JsonNode sent = sent(key);
        return request(asRead.map(object -> onlyOf(object, sent)).orElse(sent));
    }

    private JsonNode sent(String key) {
        return verb == Verb.CREATE ? signed(key) : body;
    }

    /** Tells this write from any other one. */
    String mark() {
        return verb + " " + ref.path() + " " + subresource + " " + Json.canonical(body);
    }

    private ApiRequest request(JsonNode sent) {
        String path = verb == Verb.CREATE
                ? ref.type().collection(ref.namespace())
                : ref.path() + (subresource.isEmpty() ? "" : "/" + subresource);
        Map<String, String> query =
                verb == Verb.DELETE ? Map.of() : Map.of("fieldManager", Api.FIELD_MANAGER);
        return new ApiRequest(
                verb.method(),
                path,
                query,
                ApiRequest.JSON,
                verb.contentType(),
                Json.compact(sent),
                "");
    }

    /** Names the call on the new object, so that after a crash it is known for ours. */
    private JsonNode signed(String key) {
        ObjectNode copy = body.deepCopy();
        if (!key.isEmpty()) {
            copy.withObject("/metadata").withObject("/annotations").put(Clean.CALL, key);
        }
        return copy;
    }

    private JsonNode onlyOf(ObjectNode object, JsonNode sent) {
        String version = object.path("metadata").path("resourceVersion").asText();
        String uid = object.path("metadata").path("uid").asText();
        return switch (verb) {
            case CREATE -> sent;
            case APPLY, STRATEGIC, MERGE -> {
                ObjectNode copy = sent.deepCopy();
                copy.withObject("/metadata").put("resourceVersion", version);
                yield copy;
            }
            case JSON_PATCH -> {
                ArrayNode copy = sent.deepCopy();
                copy.insertObject(0)
                        .put("op", "test")
                        .put("path", "/metadata/resourceVersion")
                        .put("value", version);
                yield copy;
            }
            case DELETE -> {
                ObjectNode copy = sent.deepCopy();
                copy.withObject("/preconditions").put("uid", uid).put("resourceVersion", version);
                yield copy;
            }
        };
    }
}
