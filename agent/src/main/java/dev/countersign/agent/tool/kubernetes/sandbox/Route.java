package dev.countersign.agent.tool.kubernetes.sandbox;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.Key;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Mark;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.Kinds;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.ResourceKind;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a path is about; the parts that it does not have are empty. */
record Route(ResourceKind kind, String namespace, String name, String subresource) {
    private static final Set<String> OF_NAMESPACES = Set.of("status", "finalize");

    static Optional<Route> of(String path, Kinds kinds) {
        List<String> steps = Arrays.asList(path.substring(1).split("/"));
        if (steps.size() >= 3 && steps.get(0).equals("api")) {
            return of("", steps.get(1), steps.subList(2, steps.size()), kinds);
        }
        return steps.size() >= 4 && steps.get(0).equals("apis")
                ? of(steps.get(1), steps.get(2), steps.subList(3, steps.size()), kinds)
                : Optional.empty();
    }

    private static Optional<Route> of(
            String group, String version, List<String> steps, Kinds kinds) {
        boolean inside = steps.getFirst().equals("namespaces")
                && steps.size() >= 3
                && !OF_NAMESPACES.contains(steps.get(2));
        String namespace = inside ? steps.get(1) : "";
        List<String> rest = inside ? steps.subList(2, steps.size()) : steps;
        return kinds.find(group, version, rest.getFirst())
                .filter(kind -> rest.size() <= 3 && (kind.namespaced() || !inside))
                .filter(kind -> rest.size() < 2 || inside || !kind.namespaced())
                .filter(kind -> rest.size() < 3 || kind.has(rest.get(2)))
                .map(kind -> new Route(kind, namespace, at(rest, 1), at(rest, 2)));
    }

    private static String at(List<String> steps, int index) {
        return steps.size() > index ? steps.get(index) : "";
    }

    boolean isCollection() {
        return name.isEmpty();
    }

    Optional<String> place() {
        return Optional.of(namespace).filter(it -> !it.isEmpty());
    }

    Key key() {
        return Key.of(kind, namespace, name);
    }

    Route to(String newName) {
        return new Route(kind, namespace, newName, subresource);
    }

    /** What the tally calls a write here. */
    Mark mark(String verb) {
        String what = subresource.isEmpty() ? kind.kind() : kind.kind() + "/" + subresource;
        return new Mark(verb, what, namespace, name);
    }

    /** The verb as access rules know it. */
    String verb(Request request) {
        return switch (request.method()) {
            case "GET" -> isCollection() ? (request.asks("watch") ? "watch" : "list") : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> isCollection() ? "deletecollection" : "delete";
            default -> "";
        };
    }
}
