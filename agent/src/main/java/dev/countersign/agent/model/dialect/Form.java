package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.run.Message;
import dev.countersign.agent.tool.ToolSpec;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The pieces of JSON that all dialects are made of. */
final class Form {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String UNREADABLE = "unreadable_arguments";

    private Form() {}

    /** A tool cannot be offered to a model, for its schema is no JSON. */
    static final class UnreadableTool extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableTool(String tool, Throwable cause) {
            super("The schema of tool " + tool + " is no JSON. Mend or remove the tool.", cause);
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The schema of a tool, word for word; one that says nothing takes no arguments. */
    static JsonNode schema(ToolSpec tool) {
        try {
            var schema = MAPPER.readTree(tool.schema().isBlank() ? "{}" : tool.schema());
            if (schema instanceof ObjectNode object) {
                if (!object.has("type")) {
                    object.put("type", "object");
                }
                if (!object.has("properties")) {
                    object.putObject("properties");
                }
            }
            return schema;
        } catch (JsonProcessingException e) {
            throw new UnreadableTool(tool.name(), e);
        }
    }

    /** Arguments where a provider takes an object only; what is none is wrapped in one. */
    static ObjectNode arguments(String text) {
        try {
            return MAPPER.readTree(text.isBlank() ? "{}" : text) instanceof ObjectNode object
                    ? object
                    : object().put(UNREADABLE, text);
        } catch (JsonProcessingException notJson) {
            return object().put(UNREADABLE, text);
        }
    }

    static void put(ObjectNode into, String name, OptionalDouble value) {
        value.ifPresent(number -> into.put(name, number));
    }

    static void put(ObjectNode into, String name, OptionalInt value) {
        value.ifPresent(number -> into.put(name, number));
    }

    /** A turn as its provider said it, under the name of the dialect it is in. */
    static String kept(String dialect, JsonNode said) {
        return object().<ObjectNode>set(dialect, said).toString();
    }

    /** What was kept in this dialect; what another one kept is none of ours. */
    static Optional<JsonNode> kept(String dialect, Message.Assistant turn) {
        try {
            return turn.verbatim().isEmpty()
                    ? Optional.empty()
                    : Optional.of(MAPPER.readTree(turn.verbatim()).path(dialect))
                            .filter(said -> !said.isMissingNode());
        } catch (JsonProcessingException notOurs) {
            return Optional.empty();
        }
    }

    /** The words of a turn that nobody kept; a turn without any would be refused. */
    static String words(Message.Assistant turn) {
        return turn.text().isBlank() && turn.proposals().isEmpty() ? "(no text)" : turn.text();
    }
}
