package dev.countersign.agent.tool.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.words.ExactJson;

import java.util.ArrayList;
import java.util.Optional;

/** The messages of JSON-RPC. */
final class Rpc {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NO_SUCH_METHOD = -32601;
    private static final int MOST_WORDS = 2_000;
    private static final int MOST_QUESTION = 500;

    private Rpc() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static JsonNode read(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    /** Numbers as they stand, so that nothing is rounded between what is shown and what runs. */
    static JsonNode exact(String arguments) throws JsonProcessingException {
        return ExactJson.JSON.readTree(arguments);
    }

    static ObjectNode request(long id, String method, ObjectNode params) {
        var message = notice(method);
        message.put("id", id);
        message.set("params", params);
        return message;
    }

    static ObjectNode notice(String method) {
        return object().put("jsonrpc", "2.0").put("method", method);
    }

    static boolean isAnswer(JsonNode message) {
        return message.has("result") || message.has("error");
    }

    static boolean isAnswerTo(long id, JsonNode message) {
        return isAnswer(message) && message.path("id").asLong(-1) == id;
    }

    /** The result of an answer, or the server's refusal in its own words. */
    static JsonNode result(JsonNode answer) throws LinkFailure {
        if (answer.has("error")) {
            var words = answer.path("error").path("message").asText("no reason given");
            throw new LinkFailure(
                    LinkFailure.Kind.REFUSED,
                    words.length() > MOST_WORDS ? words.substring(0, MOST_WORDS) : words);
        }
        return answer.path("result");
    }

    /** What we say to a server that asks us something: we are alive, and nothing else. */
    static Optional<ObjectNode> reply(JsonNode message) {
        if (!message.has("method") || !message.hasNonNull("id")) {
            return Optional.empty();
        }
        var reply = object().put("jsonrpc", "2.0");
        reply.set("id", message.get("id"));
        if (message.path("method").asText().equals("ping")) {
            reply.putObject("result");
        } else {
            reply.putObject("error")
                    .put("code", NO_SUCH_METHOD)
                    .put(
                            "message",
                            "Countersign does not answer questions of servers. Ask for what is"
                                    + " needed as an argument of the tool.");
        }
        return Optional.of(reply);
    }

    /** What a server would have people asked; empty where it asks for nothing of the kind. */
    static Optional<String> elicits(JsonNode message) {
        if (!message.path("method").asText().equals("elicitation/create")) {
            return Optional.empty();
        }
        var asked = message.path("params");
        var fields = new ArrayList<String>();
        asked.path("requestedSchema").path("properties").properties().forEach(field -> {
            var one = field.getValue();
            var choices = one.has("enum") ? " of " + one.get("enum") : "";
            fields.add(field.getKey() + " (" + one.path("type").asText("string") + choices + ")");
        });
        var words = asked.path("message").asText("").strip()
                + (fields.isEmpty() ? "" : " Wanted: " + String.join(", ", fields));
        return Optional.of(
                words.length() > MOST_QUESTION ? words.substring(0, MOST_QUESTION) : words);
    }

    static boolean saysToolsChanged(JsonNode message) {
        return message.path("method").asText().equals("notifications/tools/list_changed");
    }
}
