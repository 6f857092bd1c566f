package dev.countersign.agent.tool.kubernetes.api;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A kind of object that a cluster serves. */
public record ResourceType(
        String group,
        String version,
        String kind,
        String plural,
        String singular,
        List<String> shortNames,
        boolean namespaced,
        List<String> verbs) {
    public ResourceType {
        shortNames = List.copyOf(shortNames);
        verbs = List.copyOf(verbs);
        singular = singular.isEmpty() ? kind.toLowerCase(Locale.ROOT) : singular;
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Every name people may use for it, in lower case. */
    Stream<String> names() {
        return Stream.concat(Stream.of(plural, singular, kind), shortNames.stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct();
    }

    String printed() {
        return group.isEmpty() ? singular : singular + "." + group;
    }

    /** The address of its objects in one namespace, or in all of them. */
    public String collection(String namespace) {
        String root = group.isEmpty()
                ? "/api/" + version
                : "/apis/" + Paths.segment(group) + "/" + version;
        String scope =
                namespaced && !namespace.isEmpty() ? "/namespaces/" + Paths.segment(namespace) : "";
        return root + scope + "/" + plural;
    }

    public boolean is(String otherGroup, String otherKind) {
        return group.equals(otherGroup) && kind.equals(otherKind);
    }
}
