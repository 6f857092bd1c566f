package dev.countersign.agent.asking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.countersign.channels.Card.Field;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The arguments of a tool as fields of a card, for people who edit them. */
final class SchemaFields {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What a server writes about its arguments is hints for an editor, no more. */
    private static final int DESCRIPTION = 400;

    private static final int MOST = 100;
    private static final Set<String> TYPES =
            Set.of("string", "integer", "number", "boolean", "object", "array");

    private SchemaFields() {}

    static List<Field> of(String schema) {
        try {
            var tree = JSON.readTree(schema);
            var required = new HashSet<String>();
            tree.path("required").forEach(name -> required.add(name.asText()));
            return tree.path("properties").properties().stream()
                    .limit(MOST)
                    .map(e -> field(e.getKey(), e.getValue(), required.contains(e.getKey())))
                    .toList();
        } catch (JsonProcessingException notJson) {
            return List.of();
        }
    }

    private static Field field(String name, JsonNode property, boolean required) {
        var about = property.path("description").asText();
        return new Field(
                name,
                type(property.path("type")),
                about.substring(0, Math.min(DESCRIPTION, about.length())),
                required,
                options(property.path("enum")));
    }

    /** A list that is too long to choose from is typed, and checked all the same. */
    private static List<String> options(JsonNode values) {
        return values.size() > MOST
                ? List.of()
                : StreamSupport.stream(values.spliterator(), false)
                        .filter(JsonNode::isValueNode)
                        .filter(option -> !option.isNull())
                        .map(JsonNode::asText)
                        .toList();
    }

    /** The one type; where there are several, or none that we know, any will do. */
    private static String type(JsonNode type) {
        return TYPES.contains(type.asText()) ? type.asText() : "";
    }
}
