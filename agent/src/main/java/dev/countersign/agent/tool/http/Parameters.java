package dev.countersign.agent.tool.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.catalog.ToolDefinition.Parameter;
import dev.countersign.agent.catalog.ToolDefinition.Type;
import dev.countersign.agent.gate.schema.SchemaCheck;
import dev.countersign.agent.words.ExactJson;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The declared parameters of a tool: as a JSON Schema, and as a check of arguments. */
final class Parameters {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Parameter> parameters;
    private final String schema;

    Parameters(List<Parameter> parameters) {
        this.parameters = parameters;
        var node = JSON.createObjectNode().put("type", "object");
        var properties = node.putObject("properties");
        parameters.forEach(p -> describe(p, properties.putObject(p.name())));
        var required = node.putArray("required");
        parameters.stream().filter(Parameter::required).forEach(p -> required.add(p.name()));
        this.schema = node.put("additionalProperties", false).toString();
    }

    String schema() {
        return schema;
    }

    private static void describe(Parameter p, ObjectNode property) {
        property.put("type", p.type().name().toLowerCase(Locale.ROOT));
        property.put("description", p.description());
        if (!p.choices().isEmpty()) {
            var choices = property.putArray("enum");
            p.choices().forEach(choice -> choices.add(value(p.type(), choice)));
        }
        p.pattern().ifPresent(pattern -> property.put("pattern", pattern));
        p.minLength().ifPresent(length -> property.put("minLength", length));
        p.maxLength().ifPresent(length -> property.put("maxLength", length));
        p.otherwise().ifPresent(text -> property.set("default", value(p.type(), text)));
    }

    /** A text of the manifest as the type it is meant to be; as text where it is none. */
    private static JsonNode value(Type type, String text) {
        if (type == Type.STRING) {
            return JSON.getNodeFactory().textNode(text);
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(text);
        }
    }

    Optional<String> problem(String arguments) {
        return SchemaCheck.problem(schema, arguments);
    }

    /** The arguments in the order of the parameters, with what was left out and has a default. */
    ObjectNode whole(String arguments) throws JsonProcessingException {
        var given = ExactJson.JSON.readTree(arguments);
        var whole = JSON.createObjectNode();
        for (Parameter p : parameters) {
            if (given.hasNonNull(p.name())) {
                whole.set(p.name(), typed(p, given.get(p.name())));
            } else {
                p.otherwise().ifPresent(text -> whole.set(p.name(), value(p.type(), text)));
            }
        }
        return whole;
    }

    private static JsonNode typed(Parameter p, JsonNode given) {
        return given.isTextual() && p.type() != Type.STRING
                ? value(p.type(), given.asText())
                : given;
    }
}
