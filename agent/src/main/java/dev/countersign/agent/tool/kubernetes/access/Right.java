package dev.countersign.agent.tool.kubernetes.access;

import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.api.ResourceType;

/** Something that one may or may not do in a cluster; an empty name means all of a namespace. */
public record Right(
        String verb, ResourceType type, String subresource, String namespace, String name) {

    public static Right to(String verb, ObjectRef ref, String subresource) {
        return new Right(verb, ref.type(), subresource, ref.namespace(), ref.name());
    }

    /** The same on every object of its kind in the namespace. */
    Right onAll() {
        return new Right(verb, type, subresource, namespace, "");
    }

    /** As in "may not <i>create pods/exec in shop</i>". */
    String words() {
        String of = type.plural() + (subresource.isEmpty() ? "" : "/" + subresource);
        return verb + " " + of + (namespace.isEmpty() ? "" : " in " + namespace);
    }
}
