package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.model.wire.Answer;
import dev.countersign.agent.model.wire.Answer.Stop;
import dev.countersign.agent.run.Message.Proposal;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Hears an answer of Mistral: words, thoughts among them, and calls that come in pieces. */
final class MistralEar implements Ear {
    private final StringBuilder text = new StringBuilder();
    private final ArrayNode chunks = Form.object().putArray("content");
    private final List<Piecemeal> calls = new ArrayList<>();
    private boolean thinks;
    private String reason = "";
    private long in;
    private long out;

    /** A call whose arguments are still being said. */
    private record Piecemeal(
            int index, StringBuilder id, StringBuilder name, StringBuilder arguments) {}

    @Override
    public String hear(JsonNode piece) {
        var choice = piece.path("choices").path(0);
        var said = choice.has("delta") ? choice.path("delta") : choice.path("message");
        said.path("tool_calls").forEach(this::call);
        reason = choice.path("finish_reason").asText(reason);
        var usage = piece.path("usage");
        in = Math.max(in, usage.path("prompt_tokens").asLong());
        out = Math.max(out, usage.path("completion_tokens").asLong());
        return words(said.path("content"));
    }

    private String words(JsonNode content) {
        var fresh = new StringBuilder();
        if (content.isTextual()) {
            fresh.append(content.asText(""));
            chunk(Form.object().put("type", "text").put("text", content.asText("")));
        }
        for (JsonNode part : content) {
            if (part.path("type").asText("").equals("text")) {
                fresh.append(part.path("text").asText(""));
            } else {
                thinks = true;
            }
            chunk(part.deepCopy());
        }
        text.append(fresh);
        return fresh.toString();
    }

    /** Pieces of the same text or thought become one. */
    private void chunk(JsonNode part) {
        var last = chunks.path(chunks.size() - 1);
        var same = last.path("type").equals(part.path("type"));
        if (same && part.path("text").isTextual()) {
            ((ObjectNode) last)
                    .put(
                            "text",
                            last.path("text").asText("") + part.path("text").asText(""));
        } else if (same && part.path("thinking").isArray()) {
            part.path("thinking").forEach(((ArrayNode) last.path("thinking"))::add);
        } else {
            chunks.add(part);
        }
    }

    private void call(JsonNode call) {
        var known = calls.stream()
                .filter(c ->
                        call.has("index") && c.index() == call.path("index").asInt())
                .findFirst()
                .orElseGet(() -> begun(call.path("index").asInt(calls.size())));
        var id = call.path("id").asText("");
        if (known.id().isEmpty() && !id.equals("null")) {
            known.id().append(id);
        }
        var function = call.path("function");
        known.name().append(function.path("name").asText(""));
        var arguments = function.path("arguments");
        known.arguments()
                .append(arguments.isObject() ? arguments.toString() : arguments.asText(""));
    }

    private Piecemeal begun(int index) {
        var call =
                new Piecemeal(index, new StringBuilder(), new StringBuilder(), new StringBuilder());
        calls.add(call);
        return call;
    }

    @Override
    public Answer answer() throws IOException {
        if (reason.isEmpty()) {
            throw new EOFException("the stream ended too early");
        }
        var proposals = calls.stream()
                .map(c -> new Proposal(
                        c.id().toString(),
                        c.name().toString(),
                        c.arguments().isEmpty() ? "{}" : c.arguments().toString()))
                .toList();
        JsonNode kept = thinks ? chunks : JsonNodeFactory.instance.textNode(text.toString());
        return new Answer(
                text.toString(), proposals, Form.kept(Mistral.NAME, kept), stop(), in, out);
    }

    private Stop stop() {
        return switch (reason) {
            case "length", "model_length" -> new Stop.AtLimit();
            case "error" -> new Stop.Garbled("finish_reason error");
            case "content_filter" -> new Stop.Refusing("");
            default -> new Stop.Said();
        };
    }
}
