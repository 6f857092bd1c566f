package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.model.wire.Answer;
import dev.countersign.agent.model.wire.Answer.Stop;
import dev.countersign.agent.run.Message.Proposal;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;

/** Hears an answer of Gemini; each piece of a stream has the form of a whole one. */
final class GeminiEar implements Ear {
    private final ArrayNode parts = Form.object().putArray("parts");
    private String reason = "";
    private String words = "";
    private long in;
    private long out;

    @Override
    public String hear(JsonNode piece) {
        var candidate = piece.path("candidates").path(0);
        var fresh = new StringBuilder();
        candidate.path("content").path("parts").forEach(part -> fresh.append(keep(part)));
        reason = candidate.path("finishReason").asText(reason);
        words = candidate.path("finishMessage").asText(words);
        var feedback = piece.path("promptFeedback");
        reason = feedback.path("blockReason").asText(reason);
        words = feedback.path("blockReasonMessage").asText(words);
        var usage = piece.path("usageMetadata");
        in = Math.max(in, usage.path("promptTokenCount").asLong());
        out = Math.max(
                out,
                usage.path("candidatesTokenCount").asLong()
                        + usage.path("thoughtsTokenCount").asLong());
        return fresh.toString();
    }

    /** Pieces of the same text become one part; a part that is signed stays alone. */
    private String keep(JsonNode part) {
        var last = parts.path(parts.size() - 1);
        if (plain(part) && plain(last) && thought(part) == thought(last)) {
            ((ObjectNode) last).put("text", last.path("text").asText("") + text(part));
        } else {
            parts.add(part);
        }
        return thought(part) ? "" : text(part);
    }

    private static boolean plain(JsonNode part) {
        return part.has("text") && !part.has("thoughtSignature");
    }

    private static boolean thought(JsonNode part) {
        return part.path("thought").asBoolean();
    }

    private static String text(JsonNode part) {
        return part.path("text").asText("");
    }

    @Override
    public Answer answer() throws IOException {
        if (reason.isEmpty()) {
            throw new EOFException("the stream ended too early");
        }
        var text = new StringBuilder();
        var proposals = new ArrayList<Proposal>();
        for (JsonNode part : parts) {
            if (part.has("functionCall")) {
                proposals.add(proposal(part.path("functionCall")));
            } else if (!thought(part)) {
                text.append(text(part));
            }
        }
        return new Answer(
                text.toString(), proposals, Form.kept(Gemini.NAME, parts), stop(), in, out);
    }

    private static Proposal proposal(JsonNode function) {
        var args = function.path("args");
        return new Proposal(
                function.path("id").asText(""),
                function.path("name").asText(""),
                args.isObject() ? args.toString() : "{}");
    }

    private Stop stop() {
        return switch (reason) {
            case "STOP" -> new Stop.Said();
            case "MAX_TOKENS" -> new Stop.AtLimit();
            case "MALFORMED_FUNCTION_CALL",
                    "UNEXPECTED_TOOL_CALL",
                    "TOO_MANY_TOOL_CALLS",
                    "MISSING_THOUGHT_SIGNATURE",
                    "OTHER" -> new Stop.Garbled(reason);
            default -> new Stop.Refusing(words.isBlank() ? reason : words);
        };
    }
}
