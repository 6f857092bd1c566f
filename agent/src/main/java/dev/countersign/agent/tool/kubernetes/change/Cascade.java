package dev.countersign.agent.tool.kubernetes.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The objects that go with a deleted one: what it owns, holds or defines. */
final class Cascade {
    /** What controllers own in practice; looking through every type would take seconds. */
    private static final List<String> OWNED = List.of(
            "jobs.batch",
            "replicasets.apps",
            "statefulsets.apps",
            "deployments.apps",
            "pods",
            "services",
            "configmaps",
            "secrets",
            "persistentvolumeclaims");

    private static final Set<String> NEVER_OWNS = Set.of("ConfigMap", "Secret", "Event", "Pod");
    private static final int DEPTH = 4;
    private static final int NAMED = 8;

    private Cascade() {}

    /** Words such as {@code ReplicaSet web-1, Pod web-1-a and 3 more}; empty where none go. */
    static String words(ObjectRef ref, ObjectNode object, Api api) {
        if (ref.type().is("", "Namespace")) {
            return inside(ref.name(), api);
        }
        if (ref.type().is("apiextensions.k8s.io", "CustomResourceDefinition")) {
            return ofType(object.path("spec"), api);
        }
        if (ref.namespace().isEmpty() || NEVER_OWNS.contains(ref.type().kind())) {
            return "";
        }
        List<String> found = owned(
                object.path("metadata").path("uid").asText(), candidates(ref.namespace(), api));
        int more = found.size() - NAMED;
        return String.join(", ", found.subList(0, Math.min(NAMED, found.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** All objects of a type go with its definition. */
    private static String ofType(JsonNode spec, Api api) {
        String plural = spec.path("names").path("plural").asText();
        String type = plural + "." + spec.path("group").asText();
        int count = 0;
        for (JsonNode object : api.itemsIfAllowed(type, "", Map.of())) {
            count += object.isObject() ? 1 : 0;
        }
        return count == 0 ? "" : count + " " + plural;
    }

    private static String inside(String namespace, Api api) {
        return candidates(namespace, api).entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .map(e -> e.getValue().size() + " " + e.getKey().replaceAll("\\..*", ""))
                .collect(Collectors.joining(", "));
    }

    private static Map<String, List<JsonNode>> candidates(String namespace, Api api) {
        Map<String, Together<Iterable<JsonNode>>> looks = new LinkedHashMap<>();
        for (String type : OWNED) {
            looks.put(type, Together.start(() -> api.itemsIfAllowed(type, namespace, Map.of())));
        }
        Map<String, List<JsonNode>> found = new LinkedHashMap<>();
        looks.forEach((type, look) -> {
            List<JsonNode> objects = new ArrayList<>();
            look.get().forEach(objects::add);
            found.put(type, objects);
        });
        return found;
    }

    private static List<String> owned(String root, Map<String, List<JsonNode>> candidates) {
        Set<String> owners = new HashSet<>(Set.of(root));
        List<String> found = new ArrayList<>();
        for (int i = 0; i < DEPTH; i++) {
            int before = owners.size();
            candidates.forEach((type, objects) -> {
                for (JsonNode object : objects) {
                    if (ownedBy(object, owners) && owners.add(uid(object))) {
                        found.add(type.replaceAll("\\..*", "") + "/"
                                + object.path("metadata").path("name").asText());
                    }
                }
            });
            if (owners.size() == before) {
                break;
            }
        }
        return found;
    }

    private static boolean ownedBy(JsonNode object, Set<String> owners) {
        return object.path("metadata")
                .path("ownerReferences")
                .valueStream()
                .anyMatch(owner -> owners.contains(owner.path("uid").asText()));
    }

    private static String uid(JsonNode object) {
        return object.path("metadata").path("uid").asText();
    }
}
