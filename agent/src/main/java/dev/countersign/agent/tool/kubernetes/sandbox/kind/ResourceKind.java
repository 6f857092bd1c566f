package dev.countersign.agent.tool.kubernetes.sandbox.kind;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures.Subject;

import java.util.List;
import java.util.Locale;

/** A kind of object that the sandbox serves, and the names it goes by. */
public record ResourceKind(
        String group,
        String version,
        String plural,
        String kind,
        List<String> shortNames,
        boolean namespaced,
        List<String> subresources,
        boolean custom) {
    public ResourceKind {
        shortNames = List.copyOf(shortNames);
        subresources = List.copyOf(subresources);
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public String singular() {
        return kind.toLowerCase(Locale.ROOT);
    }

    public boolean has(String subresource) {
        return subresources.contains(subresource);
    }

    /** Where its API lives. */
    public String root() {
        return group.isEmpty() ? "/api/" + version : "/apis/" + apiVersion();
    }

    /** Reviews answer a question and are not kept. */
    public boolean isReview() {
        return group.equals("authorization.k8s.io") || group.equals("authentication.k8s.io");
    }

    /** How refusals name one of its objects. */
    public Subject named(String name) {
        return new Subject(plural, group, name);
    }

    /** How complaints about the content of one of its objects name it. */
    public Subject called(String name) {
        return new Subject(kind, group, name);
    }
}
