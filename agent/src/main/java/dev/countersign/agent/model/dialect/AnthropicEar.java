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
import java.util.HashMap;
import java.util.Map;

/** Hears an answer of Anthropic, whole or block by block. */
final class AnthropicEar implements Ear {
    private final ArrayNode blocks = Form.object().putArray("content");
    private final Map<Integer, StringBuilder> inputs = new HashMap<>();
    private String reason = "";
    private boolean ended;
    private long in;
    private long out;

    @Override
    public String hear(JsonNode piece) throws IOException {
        return switch (piece.path("type").asText("")) {
            case "message" -> whole(piece);
            case "message_start" -> {
                used(piece.path("message").path("usage"));
                yield "";
            }
            case "content_block_start" -> begun(piece);
            case "content_block_delta" -> more(block(piece), piece);
            case "message_delta" -> {
                reason = piece.path("delta").path("stop_reason").asText(reason);
                used(piece.path("usage"));
                yield "";
            }
            case "message_stop" -> {
                ended = true;
                yield "";
            }
            default -> "";
        };
    }

    private String whole(JsonNode message) {
        message.path("content").forEach(blocks::add);
        reason = message.path("stop_reason").asText("");
        used(message.path("usage"));
        ended = true;
        return text();
    }

    private void used(JsonNode usage) {
        var fresh = usage.path("input_tokens").asLong()
                + usage.path("cache_creation_input_tokens").asLong()
                + usage.path("cache_read_input_tokens").asLong();
        in = Math.max(in, fresh);
        out = Math.max(out, usage.path("output_tokens").asLong());
    }

    private String begun(JsonNode piece) throws IOException {
        if (piece.path("index").asInt() != blocks.size()
                || !(piece.path("content_block") instanceof ObjectNode block)) {
            throw new IOException("a block of the stream is missing");
        }
        blocks.add(block);
        return block.path("type").asText("").equals("text") ? block.path("text").asText("") : "";
    }

    private ObjectNode block(JsonNode piece) throws IOException {
        if (blocks.path(piece.path("index").asInt()) instanceof ObjectNode block) {
            return block;
        }
        throw new IOException("a block of the stream was never begun");
    }

    private String more(ObjectNode block, JsonNode piece) {
        var delta = piece.path("delta");
        return switch (delta.path("type").asText("")) {
            case "text_delta" -> {
                append(block, "text", delta);
                yield delta.path("text").asText("");
            }
            case "thinking_delta" -> append(block, "thinking", delta);
            case "signature_delta" -> append(block, "signature", delta);
            case "input_json_delta" -> {
                inputs.computeIfAbsent(piece.path("index").asInt(), i -> new StringBuilder())
                        .append(delta.path("partial_json").asText(""));
                yield "";
            }
            default -> "";
        };
    }

    private static String append(ObjectNode block, String name, JsonNode delta) {
        block.put(name, block.path(name).asText("") + delta.path(name).asText(""));
        return "";
    }

    private String text() {
        var text = new StringBuilder();
        for (JsonNode block : blocks) {
            if (block.path("type").asText("").equals("text")) {
                text.append(block.path("text").asText(""));
            }
        }
        return text.toString();
    }

    @Override
    public Answer answer() throws IOException {
        if (!ended) {
            throw new EOFException("the stream ended too early");
        }
        var proposals = new ArrayList<Proposal>();
        var kept = Form.object().putArray("content");
        for (int i = 0; i < blocks.size(); i++) {
            var block = blocks.get(i);
            if (block.path("type").asText("").equals("tool_use")) {
                proposals.add(proposal(i, (ObjectNode) block));
            }
            if (!empty(block)) {
                kept.add(block);
            }
        }
        return new Answer(text(), proposals, Form.kept(Anthropic.NAME, kept), stop(), in, out);
    }

    private Proposal proposal(int index, ObjectNode block) {
        var streamed = inputs.getOrDefault(index, new StringBuilder()).toString();
        if (!streamed.isBlank()) {
            block.set("input", Form.arguments(streamed));
        }
        return new Proposal(
                block.path("id").asText(""),
                block.path("name").asText(""),
                streamed.isBlank() ? block.path("input").toString() : streamed);
    }

    /** The API says such blocks and does not take them back. */
    private static boolean empty(JsonNode block) {
        return block.path("type").asText("").equals("text")
                && block.path("text").asText("").isBlank();
    }

    private Stop stop() {
        return switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> new Stop.AtLimit();
            case "refusal" -> new Stop.Refusing("");
            default -> new Stop.Said();
        };
    }
}
