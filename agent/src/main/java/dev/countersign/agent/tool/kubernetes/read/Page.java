package dev.countersign.agent.tool.kubernetes.read;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.kubernetes.api.Json;

/** A description as it grows: labels on the left, values in one column, blocks below each other. */
final class Page {
    private static final int LABEL = 18;

    private final StringBuilder text = new StringBuilder();

    void line(String label, String value) {
        text.append(label).append(':');
        text.append(" ".repeat(Math.max(1, LABEL - label.length())));
        text.append(value.isEmpty() ? "<none>" : value).append('\n');
    }

    void line(String label, JsonNode value) {
        line(
                label,
                value.isValueNode()
                        ? value.asText()
                        : value.isMissingNode() ? "" : Json.compact(value));
    }

    /** Only where there is something to say. */
    void lineIfAny(String label, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull()) {
            line(label, value);
        }
    }

    /** Several lines under one label, moved in. */
    void block(String label, String lines) {
        text.append(label).append(":\n");
        lines.lines().forEach(line -> text.append("  ").append(line).append('\n'));
    }

    /** Keys and values, one a line, the first beside the label. */
    void map(String label, JsonNode map, String between) {
        if (map.isEmpty()) {
            line(label, "");
            return;
        }
        String left = label + ":" + " ".repeat(Math.max(1, LABEL - label.length()));
        for (var entry : map.properties()) {
            text.append(left).append(entry.getKey()).append(between);
            text.append(entry.getValue().asText().replace("\n", "\\n")).append('\n');
            left = " ".repeat(LABEL + 1);
        }
    }

    String text() {
        return text.toString();
    }
}
