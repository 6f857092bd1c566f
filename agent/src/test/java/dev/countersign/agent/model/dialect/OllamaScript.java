package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.model.Scene;
import dev.countersign.agent.model.wire.Said;
import dev.countersign.agent.model.wire.WireServer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/** How Ollama answers, and what it does not take. */
final class OllamaScript implements WireServer.Script {
    @Override
    public Answer answer(Scene scene, String path, String request) {
        var stream = request.contains("\"stream\":true");
        var type = stream ? "application/x-ndjson" : "application/json";
        if (scene == Scene.MALFORMED) {
            return new Answer(type, "{\"model\":\"m\",\"mess");
        }
        if (scene == Scene.BAD_ARGUMENTS) {
            return new Answer(type, "{\"error\":\"error parsing tool call: raw='{\"}");
        }
        var said = Said.in(scene);
        if (!stream) {
            return new Answer(type, piece(said.text(), calls(said), end(said)));
        }
        var lines = new ArrayList<String>();
        said.pieces().forEach(p -> lines.add(piece(p, "", "\"done\":false")));
        if (said.ending() == Said.Ending.CALLS) {
            // Older releases number nothing: calls in lines of their own are still two.
            said.calls().forEach(c -> lines.add(piece("", tools(call(c)), "\"done\":false")));
        }
        lines.add(piece("", "", end(said)));
        return new Answer(type, String.join("\n", lines) + "\n");
    }

    private static String calls(Said said) {
        return said.ending() == Said.Ending.CALLS
                ? tools(String.join(
                        ",", said.calls().stream().map(OllamaScript::call).toList()))
                : "";
    }

    private static String tools(String calls) {
        return ",\"tool_calls\":[" + calls + "]";
    }

    private static String call(Said.Call call) {
        return "{" + (call.id().isEmpty() ? "" : "\"id\":\"" + call.id() + "\",")
                + "\"function\":{\"name\":\"grow\",\"arguments\":" + call.arguments() + "}}";
    }

    private static String piece(String text, String calls, String end) {
        return "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"" + text + "\""
                + calls + "}," + end + "}";
    }

    private static String end(Said said) {
        var reason = said.ending() == Said.Ending.LENGTH ? "length" : "stop";
        return "\"done\":true,\"done_reason\":\"" + reason
                + "\",\"prompt_eval_count\":11,\"eval_count\":7";
    }

    @Override
    public Refusal refusal(int status, String words) {
        return new Refusal(
                status == 429 ? Map.of("Retry-After", "7") : Map.of(),
                "{\"error\":\"" + words + "\"}");
    }

    @Override
    public byte[] failing(String path, String request) {
        return "{\"error\":\"llama runner process has terminated\"}\n"
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Optional<String> complaint(String request) {
        for (JsonNode message : Said.read(request).path("messages")) {
            for (JsonNode call : message.path("tool_calls")) {
                if (!call.path("function").path("arguments").isObject()) {
                    return Optional.of("json: cannot unmarshal arguments");
                }
            }
        }
        return Optional.empty();
    }
}
