package dev.countersign.agent.tool.kubernetes.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Json;
import dev.countersign.agent.tool.kubernetes.api.Yaml;
import dev.countersign.agent.tool.kubernetes.show.Masked;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Arguments of a write with the secrets of their manifests and patches hidden. */
final class Discretion {
    private static final List<String> MANIFESTS = List.of("manifest", "yaml_content");
    private static final List<String> SECRETS =
            List.of("secret", "secrets", "secret.v1", "secrets.v1");

    private Discretion() {}

    static String shown(String arguments) {
        Optional<JsonNode> read = Json.read(arguments);
        if (read.isEmpty() || !(read.get() instanceof ObjectNode object)) {
            return Masked.text(arguments);
        }
        ObjectNode shown = object.deepCopy();
        boolean secret = SECRETS.contains(
                object.path("resource_type").asText().strip().toLowerCase(Locale.ROOT));
        for (var argument : List.copyOf(object.properties())) {
            String text = argument.getValue().asText();
            String name = argument.getKey();
            if (MANIFESTS.contains(name)) {
                shown.put(name, manifest(text));
            } else if (name.equals("patch") && secret) {
                shown.put(name, Masked.STARS);
            } else if (argument.getValue().isTextual()) {
                shown.put(name, Masked.text(text));
            }
        }
        return shown.equals(object) ? arguments : Json.compact(shown);
    }

    /** The same text where it has no secrets; what cannot be read is masked as plain text. */
    private static String manifest(String text) {
        try {
            List<ObjectNode> documents = Yaml.documents(text);
            List<JsonNode> masked = documents.stream().map(Masked::object).toList();
            return masked.equals(documents)
                    ? text
                    : masked.stream().map(Yaml::write).collect(Collectors.joining("---\n"));
        } catch (Yaml.Broken broken) {
            return Masked.text(text);
        }
    }
}
