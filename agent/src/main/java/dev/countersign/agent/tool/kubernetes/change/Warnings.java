package dev.countersign.agent.tool.kubernetes.change;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ClusterName;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.show.Finalizers;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a careful colleague would point at before anybody says yes. */
final class Warnings {
    private static final Pattern PRODUCTION =
            Pattern.compile("(?i)(^|[-_.])(prod|production|prd|live)([-_.0-9]|$)");
    private static final Set<String> HOLDS_DATA = Set.of(
            "Namespace",
            "PersistentVolumeClaim",
            "PersistentVolume",
            "CustomResourceDefinition",
            "StorageClass");
    private static final List<List<String>> POD_SPECS = List.of(
            List.of("spec", "template", "spec"),
            List.of("spec", "jobTemplate", "spec", "template", "spec"),
            List.of("spec"));
    private static final int MAX = 20;

    private Warnings() {}

    static List<String> of(List<Sight> sights, ClusterName cluster, Api api) {
        Set<String> found = new LinkedHashSet<>();
        if (PRODUCTION.matcher(cluster.cluster()).find()
                || PRODUCTION.matcher(cluster.context()).find()) {
            found.add("The cluster looks like production.");
        }
        for (Sight sight : sights) {
            about(sight, api, found);
        }
        return found.stream().limit(MAX).toList();
    }

    private static void about(Sight sight, Api api, Set<String> found) {
        ObjectRef ref = sight.write().ref();
        String space = ref.type().is("", "Namespace") ? ref.name() : ref.namespace();
        if (PRODUCTION.matcher(space).find()) {
            found.add("Namespace " + space + " looks like production.");
        }
        found.addAll(sight.warnings());
        switch (sight.effect()) {
            case DELETED -> deleted(ref, sight, found);
            case CREATED, CHANGED -> {
                containers(sight.then(), ref, found);
                selector(sight.then(), ref, api).ifPresent(found::add);
            }
            case UNCHANGED -> found.add(ref.words() + " would not change.");
        }
    }

    private static void deleted(ObjectRef ref, Sight sight, Set<String> found) {
        sight.found()
                .map(Finalizers::of)
                .filter(names -> !names.isEmpty())
                .ifPresent(names -> found.add(ref.words() + " has finalizers (" + names
                        + "): it stays, marked for deletion, until they are done."));
        if (ref.type().is("", "Namespace")) {
            found.add("Everything in namespace " + ref.name() + " is deleted with it.");
        } else if (HOLDS_DATA.contains(ref.type().kind())) {
            found.add("Deleting " + ref.words() + " can destroy data that nobody can bring back.");
        }
    }

    private static void containers(JsonNode object, ObjectRef ref, Set<String> found) {
        for (List<String> path : POD_SPECS) {
            JsonNode spec = object;
            for (String step : path) {
                spec = spec.path(step);
            }
            for (JsonNode container : spec.path("containers")) {
                String words =
                        "Container " + container.path("name").asText() + " of " + ref.words();
                if (floating(container.path("image").asText())) {
                    found.add(words + " runs image \"" + container.path("image").asText()
                            + "\" without a fixed version.");
                }
                if (container.path("resources").path("limits").isEmpty()) {
                    found.add(words + " has no resource limits.");
                }
            }
        }
    }

    private static boolean floating(String image) {
        String name = image.substring(image.lastIndexOf('/') + 1);
        return !image.contains("@") && (!name.contains(":") || name.endsWith(":latest"));
    }

    /** Only services are asked about: an API server refuses the other wrong selectors itself. */
    private static Optional<String> selector(JsonNode object, ObjectRef ref, Api api) {
        JsonNode selector = object.path("spec").path("selector");
        if (!ref.type().is("", "Service") || selector.isEmpty()) {
            return Optional.empty();
        }
        String labels = selector.properties().stream()
                .map(e -> e.getKey() + "=" + e.getValue().asText())
                .collect(Collectors.joining(","));
        var pods = api.itemsIfAllowed("pods", ref.namespace(), Map.of("labelSelector", labels));
        return StreamSupport.stream(pods.spliterator(), false).findAny().isPresent()
                ? Optional.empty()
                : Optional.of(
                        "The selector " + labels + " matches no pod in " + ref.namespace() + ".");
    }
}
