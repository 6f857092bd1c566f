package dev.countersign.agent.tool.kubernetes.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.Json;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.api.ResourceType;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;
import dev.countersign.agent.tool.kubernetes.api.Yaml;
import dev.countersign.agent.tool.kubernetes.change.Plan;
import dev.countersign.agent.tool.kubernetes.change.Verb;
import dev.countersign.agent.tool.kubernetes.change.Write;
import dev.countersign.agent.tool.kubernetes.frame.Args;

import java.util.List;
import java.util.OptionalInt;

/** Plans for writes that change one object in place: patch, status, scale. */
final class Patches {
    static final int MAX_REPLICAS = 10_000;
    private static final int MAX_GRACE = 3_600;

    private Patches() {}

    static ObjectRef named(Args args, Api api) {
        ResourceType type = api.types().find(args.text("resource_type"));
        String namespace = args.name("namespace");
        return new ObjectRef(
                type, namespace.isEmpty() ? "default" : namespace, args.name("resource_name"));
    }

    static Plan patch(Args args, Api api) {
        Verb verb =
                switch (args.text("patch_type")) {
                    case "merge" -> Verb.MERGE;
                    case "json" -> Verb.JSON_PATCH;
                    default -> Verb.STRATEGIC;
                };
        JsonNode body = body(args.text("patch"));
        boolean fits = verb == Verb.JSON_PATCH ? operations(body) : body.isObject();
        if (!fits) {
            throw new ToolFailed(
                    verb == Verb.JSON_PATCH
                            ? "patch must be a JSON list of operations, each with op and path"
                                    + " (/a/b), where patch_type is json."
                            : "patch must be a JSON object where patch_type is strategic"
                                    + " or merge.");
        }
        return Plan.of("Patch", "", Write.of(named(args, api), verb, body, "patched"), "")
                .waiting(Waits.of(args));
    }

    static Plan status(Args args, Api api) {
        JsonNode body = body(args.text("patch"));
        if (!body.isObject()) {
            throw new ToolFailed("patch must be a JSON object.");
        }
        JsonNode whole = body.has("status") ? body : Json.newObject().set("status", body);
        var write = new Write(named(args, api), Verb.MERGE, whole, "status", "status patched");
        return Plan.of("Patch status of", "", write, "");
    }

    private static boolean operations(JsonNode body) {
        return body.isArray()
                && body.valueStream()
                        .allMatch(o -> o.path("op").isTextual()
                                && pointer(o, "path")
                                && (!o.has("from") || pointer(o, "from")));
    }

    private static boolean pointer(JsonNode operation, String member) {
        return operation.path(member).asText().startsWith("/");
    }

    /** JSON, or YAML as people write it for kubectl. */
    private static JsonNode body(String text) {
        return Json.read(text).orElseGet(() -> {
            try {
                List<ObjectNode> documents = Yaml.documents(text);
                if (documents.size() == 1) {
                    return documents.getFirst();
                }
            } catch (Yaml.Broken broken) {
                throw new ToolFailed("patch is neither JSON nor YAML. " + broken.getMessage());
            }
            throw new ToolFailed("patch must be one document.");
        });
    }

    static Plan scale(Args args, Api api) {
        ObjectRef ref = new ObjectRef(
                api.types().find("apps/v1", "Deployment"),
                args.name("namespace"),
                args.name("name"));
        int replicas = args.number("replicas", 0, MAX_REPLICAS);
        ObjectNode body = Json.newObject();
        body.putObject("spec").put("replicas", replicas);
        Write write = Write.of(ref, Verb.MERGE, body, "scaled");
        return Plan.of("Scale", " to " + replicas, write, Patches::scaledBack)
                .waiting(Waits.of(args));
    }

    private static String scaledBack(JsonNode before) {
        return "Scale it back to " + before.path("spec").path("replicas").asText("1") + ".";
    }

    static Plan delete(Args args, Api api) {
        String policy =
                switch (args.text("propagation")) {
                    case "foreground" -> "Foreground";
                    case "orphan" -> "Orphan";
                    default -> "Background";
                };
        OptionalInt grace = args.text("grace").isBlank()
                ? OptionalInt.empty()
                : OptionalInt.of(args.number("grace", 0, MAX_GRACE));
        return Plan.of("Delete", "", Write.deletes(named(args, api), policy, grace), "");
    }
}
