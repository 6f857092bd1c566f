package dev.countersign.bot.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.net.http.HttpResponse;

/** What the API answered. */
public record Reply(int status, String type, String text) {
    static final JsonMapper JSON = new JsonMapper();

    static Reply of(HttpResponse<String> response) {
        var type = response.headers().firstValue("Content-Type").orElse("");
        return new Reply(response.statusCode(), type, response.body());
    }

    public JsonNode json() {
        return text.isEmpty() ? MissingNode.getInstance() : read(text);
    }

    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("this is no JSON: " + text, e);
        }
    }

    public JsonNode at(String field) {
        return json().path(field);
    }

    /** The sentence of a problem document. */
    public String detail() {
        return at("detail").asText();
    }
}
