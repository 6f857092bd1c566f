package dev.countersign.agent.tool.kubernetes.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiRequest;
import dev.countersign.agent.tool.kubernetes.api.Json;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.api.ResourceType;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;
import dev.countersign.agent.tool.kubernetes.api.Yaml;
import dev.countersign.agent.tool.kubernetes.frame.Args;
import dev.countersign.agent.tool.kubernetes.frame.ReadTool.Reading;
import dev.countersign.agent.tool.kubernetes.show.Clean;
import dev.countersign.agent.tool.kubernetes.show.Masked;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** {@code kubectl get}: one object or a page of them, as a table, YAML or JSON. */
final class GetResources implements Reading {
    private static final int MAX_TYPES = 8;
    private static final List<String> ALL = List.of(
            "pods",
            "services",
            "daemonsets",
            "deployments",
            "replicasets",
            "statefulsets",
            "jobs",
            "cronjobs");
    private static final String TABLE =
            "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    private final Table table;

    GetResources(InstantSource clock) {
        this.table = new Table(clock);
    }

    @Override
    public String read(Args args, Api api) {
        List<String> parts = new ArrayList<>();
        for (ResourceType type : types(args.text("resource_type"), api)) {
            parts.add(one(args, api, type));
        }
        return String.join("\n", parts);
    }

    private static List<ResourceType> types(String written, Api api) {
        if (written.strip().equalsIgnoreCase("all")) {
            return api.types().all().stream()
                    .filter(t -> ALL.contains(t.plural()))
                    .limit(MAX_TYPES)
                    .toList();
        }
        String[] names = written.split(",");
        if (names.length > MAX_TYPES) {
            throw new ToolFailed("resource_type names " + names.length + " types; at most "
                    + MAX_TYPES + " at once.");
        }
        return List.of(names).stream().map(api.types()::find).toList();
    }

    private String one(Args args, Api api, ResourceType type) {
        boolean everywhere = args.flag("all_namespaces");
        String namespace = everywhere ? "" : Reads.namespace(args);
        String name = args.name("resource_name");
        if (everywhere && !name.isEmpty() && type.namespaced()) {
            throw new ToolFailed("A resource is named, so its namespace must be named too;"
                    + " leave all_namespaces out.");
        }
        String path = name.isEmpty()
                ? type.collection(namespace)
                : new ObjectRef(type, namespace, name).path();
        ApiRequest request = ApiRequest.get(path);
        if (name.isEmpty()) {
            request = request.with("limit", String.valueOf(Api.PAGE));
        }
        return switch (args.text("output")) {
            case "json" -> Json.pretty(shown(api.json(request), type));
            case "yaml" -> Yaml.write(shown(api.json(request), type));
            default ->
                table.text(
                        api.json(request.accepting(TABLE)),
                        type,
                        everywhere && type.namespaced(),
                        namespace);
        };
    }

    /** One object, or a list of them without its bookkeeping; secrets hidden in each. */
    private static JsonNode shown(ObjectNode answer, ResourceType type) {
        if (!(answer.path("items") instanceof ArrayNode items)) {
            return Masked.object(Clean.read(answer));
        }
        ObjectNode list = Json.newObject().put("apiVersion", "v1").put("kind", "List");
        long left = answer.path("metadata").path("remainingItemCount").asLong();
        if (!answer.path("metadata").path("continue").asText().isEmpty()) {
            list.put("note", left + " more are not shown; name a namespace or one resource.");
        }
        ArrayNode shown = list.putArray("items");
        for (JsonNode item : items) {
            ObjectNode whole =
                    Json.newObject().put("apiVersion", type.apiVersion()).put("kind", type.kind());
            if (item instanceof ObjectNode object) {
                whole.setAll(object);
            }
            shown.add(Masked.object(Clean.read(whole)));
        }
        return list;
    }
}
