package dev.countersign.agent.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.channels.Card.Field;
import dev.countersign.channels.Card.Prompt;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What people answered, in the form in which the model reads it. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    /** A list in the order of the questions; an answer is a list too, empty if there is none. */
    static String json(List<Prompt> prompts, List<List<String>> answers) {
        var list = JSON.createArrayNode();
        for (int i = 0; i < prompts.size(); i++) {
            var one = list.addObject().put("question", prompts.get(i).question());
            var given = one.putArray("answer");
            if (i < answers.size()) {
                answers.get(i).forEach(given::add);
            }
        }
        return list.toString();
    }

    /** The arguments with the fields of a form filled in, each by its type. */
    static String filled(String arguments, Map<String, String> values, List<Field> fields) {
        var object = object(arguments);
        for (Field field : fields) {
            var value = values.get(field.name());
            if (value != null) {
                object.set(field.name(), typed(field.type(), value));
            }
        }
        return object.toString();
    }

    private static JsonNode typed(String type, String value) {
        var nodes = JSON.getNodeFactory();
        return switch (type) {
            case "integer", "number" -> nodes.numberNode(new BigDecimal(value.trim()));
            case "boolean" -> nodes.booleanNode(Boolean.parseBoolean(value.trim()));
            default -> nodes.textNode(value);
        };
    }

    private static ObjectNode object(String arguments) {
        try {
            return JSON.readTree(arguments) instanceof ObjectNode object
                    ? object
                    : JSON.createObjectNode();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("stored arguments are not JSON", e);
        }
    }
}
