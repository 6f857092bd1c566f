package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.model.wire.Answer;
import dev.countersign.agent.model.wire.Answer.Stop;
import dev.countersign.agent.run.Message.Proposal;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;

/** Hears an answer of Bedrock, which comes in one piece. */
final class BedrockEar implements Ear {
    private JsonNode whole = Form.object();

    @Override
    public String hear(JsonNode piece) {
        whole = piece;
        return text();
    }

    private JsonNode blocks() {
        return whole.path("output").path("message").path("content");
    }

    private String text() {
        var text = new StringBuilder();
        blocks().forEach(block -> text.append(block.path("text").asText("")));
        return text.toString();
    }

    @Override
    public Answer answer() throws IOException {
        var reason = whole.path("stopReason").asText("");
        if (reason.isEmpty()) {
            throw new EOFException("the answer does not say why it ended");
        }
        var proposals = new ArrayList<Proposal>();
        var kept = Form.object().putArray("content");
        for (JsonNode block : blocks()) {
            var use = block.path("toolUse");
            if (use.isObject()) {
                proposals.add(new Proposal(
                        use.path("toolUseId").asText(""),
                        use.path("name").asText(""),
                        use.path("input").toString()));
            }
            if (!block.has("text") || !block.path("text").asText("").isBlank()) {
                kept.add(block);
            }
        }
        var usage = whole.path("usage");
        return new Answer(
                text(),
                proposals,
                Form.kept(Bedrock.NAME, kept),
                stop(reason),
                usage.path("inputTokens").asLong(),
                usage.path("outputTokens").asLong());
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
