package dev.countersign.agent.tool.kubernetes.sandbox.keep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;

/** One write as a client asked for it: {@code patch Deployment/scale shop/web}. */
public record Mark(String verb, String kind, String namespace, String name) {
    static Mark read(JsonNode parts) {
        return new Mark(
                parts.path(0).asText(),
                parts.path(1).asText(),
                parts.path(2).asText(),
                parts.path(3).asText());
    }

    ArrayNode written() {
        return Json.array().add(verb).add(kind).add(namespace).add(name);
    }

    @Override
    public String toString() {
        String place = namespace.isEmpty() ? name : namespace + "/" + name;
        return verb + " " + kind + " " + place;
    }
}
