package dev.countersign.agent.asking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.countersign.agent.tool.Tool;

import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Whether arguments that a person wrote fit the tool's schema; if not, which field, in words. */
final class Shape {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Shape() {}

    static Optional<String> problem(Tool tool, String arguments) {
        try {
            return problem("", JSON.readTree(tool.spec().schema()), JSON.readTree(arguments));
        } catch (JsonProcessingException e) {
            return Optional.of("The schema of " + tool.spec().name() + " cannot be read.");
        }
    }

    private static Optional<String> problem(String path, JsonNode schema, JsonNode value) {
        return Stream.of(kind(path, schema, value), missing(path, schema, value))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> inside(path, schema, value));
    }

    private static Optional<String> kind(String path, JsonNode schema, JsonNode value) {
        var type = schema.path("type");
        if (type.isTextual() && !isOf(type.asText(), value)) {
            return Optional.of("Field " + path + " is not of type " + type.asText() + ".");
        }
        var options = schema.path("enum");
        boolean fits = !options.isArray()
                || StreamSupport.stream(options.spliterator(), false).anyMatch(value::equals);
        return fits ? Optional.empty() : Optional.of("Field " + path + " is one of " + options);
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "number" -> value.isNumber();
            case "integer" -> value.isIntegralNumber();
            case "null" -> value.isNull();
            default -> true;
        };
    }

    private static Optional<String> missing(String path, JsonNode schema, JsonNode value) {
        if (!value.isObject()) {
            return Optional.empty();
        }
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                return Optional.of("Field " + at(path, name.asText()) + " is required.");
            }
        }
        var closed = schema.path("additionalProperties");
        return closed.isBoolean() && !closed.asBoolean()
                ? value.properties().stream()
                        .filter(e -> !schema.path("properties").has(e.getKey()))
                        .findFirst()
                        .map(e -> "In these arguments there is no field " + at(path, e.getKey())
                                + ".")
                : Optional.empty();
    }

    private static Optional<String> inside(String path, JsonNode schema, JsonNode value) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(one -> problem(path + "[]", schema.path("items"), one))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return value.properties().stream()
                .map(e -> problem(
                        at(path, e.getKey()),
                        schema.path("properties").path(e.getKey()),
                        e.getValue()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static String at(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
