package dev.countersign.agent.tool.kubernetes.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Yaml;
import dev.countersign.agent.tool.kubernetes.show.TableText;

import java.util.List;
import java.util.stream.Collectors;

/** What every object has: names, labels, owners, conditions; and the rest of unknown kinds. */
final class DescribeMetadata {
    private static final List<String> TOLD = List.of("apiVersion", "kind", "metadata");

    private DescribeMetadata() {}

    static void on(Page page, JsonNode object) {
        JsonNode metadata = object.path("metadata");
        page.line("Name", metadata.path("name"));
        page.lineIfAny("Namespace", metadata.path("namespace"));
        page.line(
                "Kind",
                object.path("kind").asText() + " (" + object.path("apiVersion").asText() + ")");
        page.map("Labels", metadata.path("labels"), "=");
        page.map("Annotations", metadata.path("annotations"), ": ");
        page.lineIfAny("Created", metadata.path("creationTimestamp"));
        page.lineIfAny("Being deleted", metadata.path("deletionTimestamp"));
        page.lineIfAny("Finalizers", metadata.path("finalizers"));
        String owners = metadata.path("ownerReferences")
                .valueStream()
                .map(o -> o.path("kind").asText() + "/" + o.path("name").asText())
                .collect(Collectors.joining(", "));
        if (!owners.isEmpty()) {
            page.line("Controlled By", owners);
        }
    }

    static void conditions(Page page, JsonNode conditions) {
        if (!conditions.isArray() || conditions.isEmpty()) {
            return;
        }
        var table = new TableText(List.of("Type", "Status", "Reason", "Message"));
        for (JsonNode condition : conditions) {
            table.row(List.of(
                    condition.path("type").asText(),
                    condition.path("status").asText(),
                    condition.path("reason").asText(),
                    condition.path("message").asText()));
        }
        page.block("Conditions", table.text());
    }

    static void rest(Page page, JsonNode object) {
        for (var field : object.properties()) {
            if (TOLD.contains(field.getKey())) {
                continue;
            }
            JsonNode value = field.getValue().deepCopy();
            if (field.getKey().equals("status") && value instanceof ObjectNode status) {
                status.remove("conditions");
            }
            if (value.isValueNode()) {
                page.line(capital(field.getKey()), value);
            } else if (!value.isEmpty()) {
                page.block(capital(field.getKey()), Yaml.write(value));
            }
        }
    }

    private static String capital(String word) {
        return word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
