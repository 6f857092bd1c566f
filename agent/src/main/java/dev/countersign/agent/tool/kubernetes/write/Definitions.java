package dev.countersign.agent.tool.kubernetes.write;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.kubernetes.api.ResourceType;

import java.util.List;

/** The types that a CustomResourceDefinition in a manifest will add to the cluster. */
final class Definitions {
    private Definitions() {}

    static List<ResourceType> of(JsonNode document) {
        if (!document.path("kind").asText().equals("CustomResourceDefinition")) {
            return List.of();
        }
        JsonNode spec = document.path("spec");
        JsonNode names = spec.path("names");
        return spec.path("versions")
                .valueStream()
                .map(version -> new ResourceType(
                        spec.path("group").asText(),
                        version.path("name").asText(),
                        names.path("kind").asText(),
                        names.path("plural").asText(),
                        names.path("singular").asText(),
                        List.of(),
                        spec.path("scope").asText().equals("Namespaced"),
                        List.of()))
                .toList();
    }
}
