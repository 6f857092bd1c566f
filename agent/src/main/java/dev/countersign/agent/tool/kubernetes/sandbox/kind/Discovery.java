package dev.countersign.agent.tool.kubernetes.sandbox.kind;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the sandbox says when a client asks what it serves. */
public final class Discovery {
    private static final List<String> VERBS = List.of(
            "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private final Kinds kinds;

    public Discovery(Kinds kinds) {
        this.kinds = kinds;
    }

    /** The answer for a path that is about the API itself. */
    public Optional<ObjectNode> at(String path) {
        return switch (path) {
            case "/version" -> Optional.of(version());
            case "/api" -> Optional.of(core());
            case "/apis" -> Optional.of(groups());
            default -> resources(path);
        };
    }

    private static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "33")
                .put("gitVersion", "v1.33.0-countersign-sandbox")
                .put("gitCommit", "none")
                .put("gitTreeState", "clean")
                .put("buildDate", "2026-01-01T00:00:00Z")
                .put("goVersion", "none")
                .put("compiler", "javac")
                .put("platform", "jvm");
    }

    private static ObjectNode core() {
        ObjectNode answer = Json.object().put("kind", "APIVersions");
        answer.putArray("versions").add("v1");
        answer.putArray("serverAddressByClientCIDRs");
        return answer;
    }

    private ObjectNode groups() {
        Map<String, Set<String>> versions = new LinkedHashMap<>();
        for (ResourceKind kind : kinds.all()) {
            versions.computeIfAbsent(kind.group(), group -> new LinkedHashSet<>())
                    .add(kind.version());
        }
        ObjectNode answer = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = answer.putArray("groups");
        versions.forEach((group, served) -> {
            if (!group.isEmpty()) {
                groups.add(group(group, served));
            }
        });
        return answer;
    }

    private static ObjectNode group(String name, Set<String> versions) {
        ObjectNode group = Json.object().put("name", name);
        ArrayNode list = group.putArray("versions");
        for (String version : versions) {
            list.add(version(name, version));
        }
        group.set("preferredVersion", version(name, versions.iterator().next()));
        return group;
    }

    private static ObjectNode version(String group, String version) {
        return Json.object().put("groupVersion", group + "/" + version).put("version", version);
    }

    private Optional<ObjectNode> resources(String path) {
        String[] step = path.substring(1).split("/");
        if (step.length == 2 && step[0].equals("api")) {
            return resources("", step[1]);
        }
        if (step.length == 2 && step[0].equals("apis")) {
            Set<String> versions = new LinkedHashSet<>();
            kinds.all().stream()
                    .filter(kind -> kind.group().equals(step[1]))
                    .forEach(kind -> versions.add(kind.version()));
            return versions.isEmpty()
                    ? Optional.empty()
                    : Optional.of(group(step[1], versions)
                            .put("kind", "APIGroup")
                            .put("apiVersion", "v1"));
        }
        return step.length == 3 && step[0].equals("apis")
                ? resources(step[1], step[2])
                : Optional.empty();
    }

    private Optional<ObjectNode> resources(String group, String version) {
        List<ResourceKind> served = kinds.in(group, version).toList();
        if (served.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode answer = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", served.getFirst().apiVersion());
        ArrayNode list = answer.putArray("resources");
        for (ResourceKind kind : served) {
            list.add(resource(kind));
            kind.subresources().forEach(name -> list.add(subresource(kind, name)));
        }
        return Optional.of(answer);
    }

    private static ObjectNode resource(ResourceKind kind) {
        ObjectNode it = Json.object()
                .put("name", kind.plural())
                .put("singularName", kind.singular())
                .put("namespaced", kind.namespaced())
                .put("kind", kind.kind());
        ArrayNode verbs = it.putArray("verbs");
        (kind.isReview() ? List.of("create") : VERBS).forEach(verbs::add);
        if (!kind.shortNames().isEmpty()) {
            kind.shortNames().forEach(it.putArray("shortNames")::add);
        }
        if (Set.of("Pod", "Service", "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet")
                        .contains(kind.kind())
                || Set.of("Job", "CronJob", "HorizontalPodAutoscaler").contains(kind.kind())) {
            it.putArray("categories").add("all");
        }
        return it;
    }

    private static ObjectNode subresource(ResourceKind kind, String name) {
        ObjectNode it = Json.object()
                .put("name", kind.plural() + "/" + name)
                .put("singularName", "")
                .put("namespaced", kind.namespaced());
        if (name.equals("scale")) {
            it.put("group", "autoscaling").put("version", "v1");
        }
        if (name.equals("eviction")) {
            it.put("group", "policy").put("version", "v1");
        }
        it.put("kind", kindOf(kind, name));
        ArrayNode verbs = it.putArray("verbs");
        switch (name) {
            case "log" -> verbs.add("get");
            case "exec" -> verbs.add("create").add("get");
            case "eviction" -> verbs.add("create");
            case "finalize" -> verbs.add("update");
            default -> verbs.add("get").add("patch").add("update");
        }
        return it;
    }

    private static String kindOf(ResourceKind kind, String subresource) {
        return switch (subresource) {
            case "scale" -> "Scale";
            case "eviction" -> "Eviction";
            case "exec" -> "PodExecOptions";
            default -> kind.kind();
        };
    }
}
