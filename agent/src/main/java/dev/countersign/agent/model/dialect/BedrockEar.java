package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.model.wire.Answer;
import dev.countersign.agent.model.wire.Answer.Stop;
import dev.countersign.agent.run.Message.Proposal;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Hears an answer of Bedrock, whole or block by block. */
final class BedrockEar implements Ear {
    private final Map<Integer, ObjectNode> blocks = new TreeMap<>();
    private final Map<Integer, StringBuilder> inputs = new HashMap<>();
    private String reason = "";
    private JsonNode usage = Form.object();

    @Override
    public String hear(JsonNode piece) {
        if (piece.has("output")) {
            return whole(piece);
        }
        var stop = piece.path("messageStop");
        reason = stop.path("stopReason").asText(reason);
        usage = piece.path("metadata").has("usage") ? piece.path("metadata").path("usage") : usage;
        var start = piece.path("contentBlockStart");
        if (start.path("start").path("toolUse") instanceof ObjectNode use) {
            block(start).set("toolUse", use);
        }
        var more = piece.path("contentBlockDelta");
        return more.isMissingNode() ? "" : more(more);
    }

    private String whole(JsonNode answer) {
        for (JsonNode block : answer.path("output").path("message").path("content")) {
            blocks.put(blocks.size(), (ObjectNode) block);
        }
        reason = answer.path("stopReason").asText("");
        usage = answer.path("usage");
        return text();
    }

    private ObjectNode block(JsonNode piece) {
        return blocks.computeIfAbsent(
                piece.path("contentBlockIndex").asInt(), index -> Form.object());
    }

    private String more(JsonNode piece) {
        var delta = piece.path("delta");
        var block = block(piece);
        if (delta.has("text")) {
            append(block, "text", delta);
        } else if (delta.has("toolUse")) {
            inputs.computeIfAbsent(
                            piece.path("contentBlockIndex").asInt(), i -> new StringBuilder())
                    .append(delta.path("toolUse").path("input").asText(""));
        } else {
            thought(block.withObjectProperty("reasoningContent"), delta.path("reasoningContent"));
        }
        return delta.path("text").asText("");
    }

    /** What is hidden comes as bytes, in one piece. */
    private static void thought(ObjectNode thought, JsonNode delta) {
        if (delta.has("redactedContent")) {
            thought.set("redactedContent", delta.path("redactedContent"));
        } else {
            delta.fieldNames().forEachRemaining(name -> {
                if (name.equals("text") || name.equals("signature")) {
                    append(thought.withObjectProperty("reasoningText"), name, delta);
                }
            });
        }
    }

    private static void append(ObjectNode into, String name, JsonNode delta) {
        into.put(name, into.path(name).asText("") + delta.path(name).asText(""));
    }

    private String text() {
        var text = new StringBuilder();
        blocks.values().forEach(block -> text.append(block.path("text").asText("")));
        return text.toString();
    }

    @Override
    public Answer answer() throws IOException {
        if (reason.isEmpty()) {
            throw new EOFException("the answer does not say why it ended");
        }
        var proposals = new ArrayList<Proposal>();
        var kept = Form.object().putArray("content");
        blocks.forEach((index, block) -> {
            if (block.path("toolUse") instanceof ObjectNode use) {
                proposals.add(proposal(index, use));
            }
            if (!block.has("text") || !block.path("text").asText("").isBlank()) {
                kept.add(block);
            }
        });
        return new Answer(
                text(),
                proposals,
                Form.kept(Bedrock.NAME, kept),
                stop(reason),
                usage.path("inputTokens").asLong(),
                usage.path("outputTokens").asLong());
    }

    private Proposal proposal(int index, ObjectNode use) {
        var streamed = inputs.getOrDefault(index, new StringBuilder()).toString();
        if (!use.has("input")) {
            use.set("input", Form.arguments(streamed));
        }
        return new Proposal(
                use.path("toolUseId").asText(""),
                use.path("name").asText(""),
                streamed.isBlank() ? use.path("input").toString() : streamed);
    }

    private static Stop stop(String reason) {
        return switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> new Stop.AtLimit();
            case "guardrail_intervened", "content_filtered" -> new Stop.Refusing("");
            case "malformed_model_output", "malformed_tool_use" -> new Stop.Garbled(reason);
            default -> new Stop.Said();
        };
    }
}
