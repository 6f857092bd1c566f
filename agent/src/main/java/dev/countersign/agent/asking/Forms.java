package dev.countersign.agent.asking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.countersign.agent.words.ExactJson;
import dev.countersign.channels.Card.Field;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Finds the arguments that a call lacks and that people can be asked for, field by field. */
final class Forms {
    private static final JsonMapper JSON = ExactJson.JSON;

    private static final List<String> PLAIN = List.of("string", "integer", "number", "boolean");

    private Forms() {}

    /** Empty where nothing is missing, or something that is no plain value. */
    static List<Field> missing(String schema, String arguments) {
        try {
            var given = JSON.readTree(arguments);
            var shape = JSON.readTree(schema);
            var fields = new ArrayList<Field>();
            for (JsonNode required : shape.path("required")) {
                var name = required.asText();
                if (!given.hasNonNull(name)) {
                    fields.add(field(name, shape.path("properties").path(name)));
                }
            }
            return fields.stream().allMatch(f -> PLAIN.contains(f.type())) ? fields : List.of();
        } catch (JsonProcessingException e) {
            return List.of(); // the tool itself refuses what it cannot take
        }
    }

    private static Field field(String name, JsonNode property) {
        var options = StreamSupport.stream(property.path("enum").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        return new Field(
                name,
                property.path("type").asText("string"),
                property.path("description").asText(""),
                true,
                options);
    }
}
