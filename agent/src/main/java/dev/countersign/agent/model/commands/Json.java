package dev.countersign.agent.model.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.util.Optional;

/** JSON as this package reads and writes it. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** A string in quotes, as JSON and YAML both read it. */
    static String text(String value) {
        return MAPPER.getNodeFactory().textNode(value).toString();
    }

    static String object(Object value) {
        return MAPPER.valueToTree(value).toString();
    }

    /** Empty when the text is no JSON: what comes from outside need not be. */
    static Optional<JsonNode> read(String text) {
        try {
            return Optional.ofNullable(MAPPER.readTree(text)).filter(node -> !node.isMissingNode());
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }
}
