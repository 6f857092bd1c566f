package dev.countersign.agent.tool.kubernetes.sandbox.kind;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;

import java.util.List;
import java.util.Optional;

/** As much OpenAPI as clients need to see that dry run, validation and apply are done here. */
public final class OpenApi {
    private static final String ROOT = "/openapi/v3";

    private final Kinds kinds;

    public OpenApi(Kinds kinds) {
        this.kinds = kinds;
    }

    /** The document at this path, where there is one. */
    public Optional<ObjectNode> at(String path) {
        if (path.equals(ROOT)) {
            return Optional.of(index());
        }
        return path.startsWith(ROOT + "/")
                ? document(path.substring(ROOT.length()))
                : Optional.empty();
    }

    private ObjectNode index() {
        ObjectNode index = Json.object();
        ObjectNode paths = index.putObject("paths");
        for (ResourceKind kind : kinds.all()) {
            paths.putObject(kind.root().substring(1))
                    .put("serverRelativeURL", ROOT + kind.root() + "?hash=sandbox");
        }
        return index;
    }

    private Optional<ObjectNode> document(String root) {
        List<ResourceKind> served =
                kinds.all().stream().filter(kind -> kind.root().equals(root)).toList();
        if (served.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Countersign sandbox").put("version", "v1");
        ObjectNode paths = document.putObject("paths");
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        for (ResourceKind kind : served) {
            paths.set(path(kind), operations(kind));
            schemas.set(kind.apiVersion().replace('/', '.') + "." + kind.kind(), schema(kind));
        }
        return Optional.of(document);
    }

    private static String path(ResourceKind kind) {
        String namespace = kind.namespaced() ? "/namespaces/{namespace}" : "";
        return kind.root() + namespace + "/" + kind.plural() + "/{name}";
    }

    private static ObjectNode operations(ResourceKind kind) {
        ObjectNode operations = Json.object();
        ObjectNode patch = operations.putObject("patch").put("x-kubernetes-action", "patch");
        patch.put("description", "partially update the specified " + kind.kind());
        ArrayNode parameters = patch.putArray("parameters");
        for (String name : List.of("dryRun", "fieldManager", "fieldValidation", "force")) {
            parameters.addObject().put("name", name).put("in", "query");
        }
        patch.set("x-kubernetes-group-version-kind", names(kind));
        return operations;
    }

    private static ObjectNode schema(ResourceKind kind) {
        ObjectNode schema = Json.object().put("type", "object");
        schema.put("description", "A " + kind.kind() + " in the sandbox.");
        schema.put("x-kubernetes-preserve-unknown-fields", true);
        schema.putArray("x-kubernetes-group-version-kind").add(names(kind));
        return schema;
    }

    private static ObjectNode names(ResourceKind kind) {
        return Json.object()
                .put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.kind());
    }
}
