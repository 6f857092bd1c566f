package dev.countersign.agent.tool.kubernetes.sandbox.patch;

import com.fasterxml.jackson.databind.JsonNode;

/** Who writes fields: its name, how it writes, and to which part of the object. */
public record FieldOwner(String name, boolean applies, String apiVersion, String subresource) {
    private static final int MAX_NAME = 128;

    public FieldOwner {
        name = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
    }

    static FieldOwner read(JsonNode entry) {
        return new FieldOwner(
                entry.path("manager").asText(),
                entry.path("operation").asText().equals("Apply"),
                entry.path("apiVersion").asText(),
                entry.path("subresource").asText());
    }

    boolean isSame(FieldOwner other) {
        return name.equals(other.name)
                && applies == other.applies
                && subresource.equals(other.subresource);
    }
}
