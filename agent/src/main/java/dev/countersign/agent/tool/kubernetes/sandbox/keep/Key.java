package dev.countersign.agent.tool.kubernetes.sandbox.keep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.countersign.agent.tool.kubernetes.sandbox.kind.ResourceKind;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;

import java.util.Comparator;

/** Where one object is kept; the namespace is empty for what belongs to the whole cluster. */
public record Key(String group, String plural, String namespace, String name)
        implements Comparable<Key> {
    private static final Comparator<Key> ORDER = Comparator.comparing(Key::group)
            .thenComparing(Key::plural)
            .thenComparing(Key::namespace)
            .thenComparing(Key::name);

    public static Key of(ResourceKind kind, String namespace, String name) {
        return new Key(kind.group(), kind.plural(), kind.namespaced() ? namespace : "", name);
    }

    static Key read(JsonNode parts) {
        return new Key(
                parts.path(0).asText(),
                parts.path(1).asText(),
                parts.path(2).asText(),
                parts.path(3).asText());
    }

    ArrayNode written() {
        return Json.array().add(group).add(plural).add(namespace).add(name);
    }

    public boolean isOf(ResourceKind kind) {
        return group.equals(kind.group()) && plural.equals(kind.plural());
    }

    @Override
    public int compareTo(Key other) {
        return ORDER.compare(this, other);
    }
}
