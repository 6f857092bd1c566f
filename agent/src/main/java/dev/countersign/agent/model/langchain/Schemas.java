package dev.countersign.agent.model.langchain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.countersign.agent.tool.ToolSpec;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Our tools in the library's form; each argument keeps its own schema, word for word. Those that
 * were asked for last are kept: an agent offers the same ones with every turn.
 */
final class Schemas {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private volatile Written last = new Written(List.of(), List.of());

    private record Written(List<ToolSpec> tools, List<ToolSpecification> form) {}

    List<ToolSpecification> of(List<ToolSpec> tools) {
        var known = last;
        if (known.tools().equals(tools)) {
            return known.form();
        }
        var form = tools.stream().map(Schemas::of).toList();
        last = new Written(List.copyOf(tools), form);
        return form;
    }

    private static ToolSpecification of(ToolSpec tool) {
        return ToolSpecification.builder()
                .name(tool.name())
                .description(tool.description())
                .parameters(object(read(tool)))
                .build();
    }

    private static JsonObjectSchema object(JsonNode schema) {
        var required = new ArrayList<String>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        var object = JsonObjectSchema.builder()
                .addProperties(raw(schema.path("properties")))
                .required(required);
        var definitions = raw(schema.path("$defs"));
        if (!definitions.isEmpty()) {
            object.definitions(definitions);
        }
        if (schema.hasNonNull("description")) {
            object.description(schema.path("description").asText());
        }
        return object.build();
    }

    private static Map<String, JsonSchemaElement> raw(JsonNode schemas) {
        var raw = new LinkedHashMap<String, JsonSchemaElement>();
        schemas.properties()
                .forEach(entry -> raw.put(
                        entry.getKey(), JsonRawSchema.from(entry.getValue().toString())));
        return raw;
    }

    private static JsonNode read(ToolSpec tool) {
        try {
            return MAPPER.readTree(tool.schema().isBlank() ? "{}" : tool.schema());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The schema of tool " + tool.name() + " is no JSON. Mend or remove the tool.",
                    e);
        }
    }
}
