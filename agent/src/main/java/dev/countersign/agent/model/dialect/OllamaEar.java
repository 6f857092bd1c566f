package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.countersign.agent.model.wire.Answer;
import dev.countersign.agent.model.wire.Answer.Stop;
import dev.countersign.agent.run.Message.Proposal;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Hears an answer of Ollama; a call always comes in one piece. */
final class OllamaEar implements Ear {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thought = new StringBuilder();
    private final List<Proposal> proposals = new ArrayList<>();
    private String reason = "";
    private boolean done;
    private long in;
    private long out;

    @Override
    public String hear(JsonNode piece) {
        var message = piece.path("message");
        for (JsonNode call : message.path("tool_calls")) {
            proposals.add(proposal(call));
        }
        thought.append(message.path("thinking").asText(""));
        done = done || piece.path("done").asBoolean();
        reason = piece.path("done_reason").asText(reason);
        in = Math.max(in, piece.path("prompt_eval_count").asLong());
        out = Math.max(out, piece.path("eval_count").asLong());
        var words = message.path("content").asText("");
        text.append(words);
        return words;
    }

    private static Proposal proposal(JsonNode call) {
        var function = call.path("function");
        var arguments = function.path("arguments");
        return new Proposal(
                call.path("id").asText(""),
                function.path("name").asText(""),
                arguments.isObject() ? arguments.toString() : arguments.asText("{}"));
    }

    @Override
    public Answer answer() throws IOException {
        if (!done) {
            throw new EOFException("the stream ended too early");
        }
        var kept = JsonNodeFactory.instance.textNode(thought.toString());
        Stop stop = reason.equals("length") ? new Stop.AtLimit() : new Stop.Said();
        return new Answer(text.toString(), proposals, Form.kept(Ollama.NAME, kept), stop, in, out);
    }
}
