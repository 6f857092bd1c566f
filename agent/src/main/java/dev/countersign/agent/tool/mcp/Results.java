package dev.countersign.agent.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;

/** What a tool answered, as one bounded text; what is no text is told in a few words. */
final class Results {
    static final int LONGEST = 256 * 1024;
    private static final String CUT = "\n(cut: the answer is longer than 256 KB)";

    private Results() {}

    static String text(JsonNode result) {
        var parts = new ArrayList<String>();
        result.path("content").forEach(part -> parts.add(part(part)));
        if (parts.isEmpty() && result.hasNonNull("structuredContent")) {
            parts.add(result.get("structuredContent").toString());
        }
        var text = String.join("\n", parts);
        if (text.isBlank()) {
            return "(the tool answered without words)";
        }
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - CUT.length()) + CUT;
    }

    private static String part(JsonNode part) {
        return switch (part.path("type").asText()) {
            case "text" -> part.path("text").asText();
            case "image", "audio" -> binary(part.path("type").asText(), part, "data");
            case "resource" -> resource(part.path("resource"));
            case "resource_link" ->
                "(a link to the resource " + part.path("name").asText() + " at "
                        + part.path("uri").asText() + ")";
            default -> "(something of type " + part.path("type").asText() + ")";
        };
    }

    private static String resource(JsonNode resource) {
        return resource.has("text")
                ? resource.path("text").asText()
                : binary("file " + resource.path("uri").asText(), resource, "blob");
    }

    private static String binary(String what, JsonNode part, String data) {
        long bytes = part.path(data).asText().length() * 3L / 4;
        return "(" + what + ", " + part.path("mimeType").asText("of unknown type") + ", " + bytes
                + " bytes; not shown)";
    }
}
