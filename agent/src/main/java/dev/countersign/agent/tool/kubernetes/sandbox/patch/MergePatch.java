package dev.countersign.agent.tool.kubernetes.sandbox.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;

/** JSON merge patch, RFC 7396. */
public final class MergePatch {
    private MergePatch() {}

    /** Changes the target in place. */
    public static void apply(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(it -> {
            if (it.getValue().isNull()) {
                target.remove(it.getKey());
            } else {
                set(target, it.getKey(), it.getValue());
            }
        });
    }

    private static void set(ObjectNode target, String key, JsonNode value) {
        if (!(value instanceof ObjectNode changes)) {
            target.set(key, value.deepCopy());
            return;
        }
        ObjectNode under = target.get(key) instanceof ObjectNode there ? there : Json.object();
        apply(under, changes);
        target.set(key, under);
    }
}
