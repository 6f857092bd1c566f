package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.model.Scene;
import dev.countersign.agent.model.wire.Said;
import dev.countersign.agent.model.wire.WireServer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How Google's Gemini API answers, and what it does not take. */
final class GeminiScript implements WireServer.Script {
    private static final String USAGE = "\"usageMetadata\":{\"promptTokenCount\":11,"
            + "\"candidatesTokenCount\":4,\"thoughtsTokenCount\":3,\"totalTokenCount\":18}";

    @Override
    public Answer answer(Scene scene, String path, String request) {
        var stream = path.endsWith("/models/m:streamGenerateContent?alt=sse");
        if (!stream && !path.endsWith("/models/m:generateContent") && !request.isEmpty()) {
            throw new AssertionError("asked at " + path);
        }
        if (scene == Scene.MALFORMED) {
            return stream
                    ? new Answer("text/event-stream", "data: {\"candi\n\n")
                    : new Answer("application/json", "{\"candi");
        }
        var said = Said.in(scene);
        if (scene == Scene.BAD_ARGUMENTS) {
            return stream
                    ? new Answer("text/event-stream", "data: " + garbled() + "\n\n")
                    : new Answer("application/json", garbled());
        }
        if (!stream) {
            return new Answer("application/json", piece(parts(said), reason(said)));
        }
        var events = new ArrayList<String>();
        parts(said).forEach(p -> events.add(piece(List.of(p), "")));
        events.add(piece(List.of(), reason(said)));
        return new Answer(
                "text/event-stream", "data: " + String.join("\n\ndata: ", events) + "\n\n");
    }

    private static String garbled() {
        return piece(List.of(), "MALFORMED_FUNCTION_CALL");
    }

    private static List<String> parts(Said said) {
        var parts = new ArrayList<String>();
        if (!said.calls().isEmpty()) {
            parts.add("{\"text\":\"Hm.\",\"thought\":true}");
        }
        if (!said.text().isEmpty() && said.ending() != Said.Ending.REFUSAL) {
            said.pieces().forEach(p -> parts.add("{\"text\":\"" + p + "\"}"));
        }
        if (said.ending() == Said.Ending.CALLS) {
            for (int i = 0; i < said.calls().size(); i++) {
                parts.add(function(said.calls().get(i), i == 0));
            }
        }
        return parts;
    }

    private static String function(Said.Call call, boolean signed) {
        return "{\"functionCall\":{"
                + (call.id().isEmpty() ? "" : "\"id\":\"" + call.id() + "\",")
                + "\"name\":\"grow\",\"args\":" + call.arguments() + "}"
                + (signed ? ",\"thoughtSignature\":\"c2ln\"" : "") + "}";
    }

    private static String reason(Said said) {
        return switch (said.ending()) {
            case END, CALLS -> "STOP";
            case LENGTH -> "MAX_TOKENS";
            case REFUSAL -> "SAFETY\",\"finishMessage\":\"I must not.";
        };
    }

    private static String piece(List<String> parts, String reason) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":["
                + String.join(",", parts) + "]}"
                + (reason.isEmpty() ? "" : ",\"finishReason\":\"" + reason + "\"")
                + ",\"index\":0}]," + USAGE + "}";
    }

    /** How long to wait is among the details, and not in a header. */
    @Override
    public Refusal refusal(int status, String words) {
        var wait =
                "[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"7s\"}]";
        return new Refusal(
                Map.of(),
                "{\"error\":{\"code\":" + status + ",\"message\":\"" + words + "\",\"status\":\""
                        + "NAMED\",\"details\":" + (status == 429 ? wait : "[]") + "}}");
    }

    @Override
    public byte[] failing(String path, String request) {
        var error =
                "{\"error\":{\"code\":503,\"message\":\"overloaded\",\"status\":\"UNAVAILABLE\"}}";
        return (path.endsWith("alt=sse") ? "data: " + error + "\n\n" : error)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Optional<String> complaint(String request) {
        JsonNode before = Said.read("{}");
        for (JsonNode content : Said.read(request).path("contents")) {
            if (content.path("parts").isEmpty()) {
                return Optional.of("contents.parts must not be empty");
            }
            if (content.path("role").equals(before.path("role"))) {
                return Optional.of("turns must alternate");
            }
            if (count(content, "functionResponse") != count(before, "functionCall")) {
                return Optional.of("the number of function response parts must be equal to the"
                        + " number of function call parts of the function call turn");
            }
            if (unsigned(content)) {
                return Optional.of("Function call is missing a thought_signature");
            }
            before = content;
        }
        return Optional.empty();
    }

    private static long count(JsonNode content, String kind) {
        long count = 0;
        for (JsonNode part : content.path("parts")) {
            count += part.has(kind) ? 1 : 0;
        }
        return count;
    }

    /** A turn that was thought about must bring its signature back; words of others need none. */
    private static boolean unsigned(JsonNode content) {
        var thought = false;
        for (JsonNode part : content.path("parts")) {
            thought = thought || part.path("thought").asBoolean();
            if (part.has("functionCall")) {
                return thought && !part.path("thoughtSignature").asText().equals("c2ln");
            }
        }
        return false;
    }
}
