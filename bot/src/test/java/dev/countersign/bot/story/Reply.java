package dev.countersign.bot.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

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

    /** The value of a hidden field of a page, as a form sends it. */
    String field(String name) {
        var found = Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(text);
        if (!found.find()) {
            throw new AssertionError("no field " + name + " in " + text);
        }
        return URLEncoder.encode(found.group(1), StandardCharsets.UTF_8);
    }

    /** What people read on a page. */
    String words() {
        return words(text);
    }

    static String words(String page) {
        return page.replaceAll("(?s)<head.*?</head>|<[^>]*>", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** What a page says to who has just decided; all its words where no sentence stands apart. */
    static String told(String page) {
        var told = Pattern.compile("(?s)<p[^>]* role=\"status\"[^>]*>(.*?)</p>").matcher(page);
        return words(told.find() ? told.group(1) : page);
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
