package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.model.Scene;
import dev.countersign.agent.model.wire.Said;
import dev.countersign.agent.model.wire.WireServer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How Mistral's chat API answers, and what it does not take. */
final class MistralScript implements WireServer.Script {
    private static final String USAGE =
            ",\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}";
    private static final String THOUGHT =
            "{\"type\":\"thinking\",\"thinking\":" + "[{\"type\":\"text\",\"text\":\"Hm.\"}]}";

    @Override
    public Answer answer(Scene scene, String path, String request) {
        var stream = request.contains("\"stream\":true");
        if (scene == Scene.MALFORMED) {
            return stream
                    ? new Answer("text/event-stream", "data: {\"id\":\"x\",\"choi\n\n")
                    : new Answer("application/json", "{\"id\":\"x\",\"choi");
        }
        var said = Said.in(scene);
        return stream
                ? new Answer("text/event-stream", events(said))
                : new Answer("application/json", whole(said));
    }

    private static String whole(Said said) {
        var calls = said.calls().isEmpty()
                ? ""
                : ",\"tool_calls\":["
                        + String.join(
                                ",", said.calls().stream().map(c -> call(c, "")).toList())
                        + "]";
        return choice(
                "\"message\":{\"role\":\"assistant\",\"content\":" + content(said.text()) + calls
                        + "}",
                "\"" + reason(said) + "\"",
                USAGE);
    }

    /** Where it thinks, the content is a list. */
    private static String content(String text) {
        return text.equals("I will grow it.")
                ? "[" + THOUGHT + ",{\"type\":\"text\",\"text\":\"" + text + "\"}]"
                : "\"" + text + "\"";
    }

    private static String call(Said.Call call, String index) {
        return "{" + (call.id().isEmpty() ? "" : "\"id\":\"" + call.id() + "\",") + index
                + "\"function\":{\"name\":\"grow\",\"arguments\":"
                + Said.quoted(call.arguments()) + "}}";
    }

    private static String reason(Said said) {
        return switch (said.ending()) {
            case END, REFUSAL -> "stop";
            case CALLS -> "tool_calls";
            case LENGTH -> "length";
        };
    }

    private static String events(Said said) {
        var events = new ArrayList<String>();
        events.add(delta("\"role\":\"assistant\",\"content\":\"\"", "null"));
        if (!said.text().isEmpty()) {
            said.pieces().forEach(p -> events.add(delta("\"content\":\"" + p + "\"", "null")));
        }
        // Each call in a piece of its own: the last one must not take the place of the others.
        for (int i = 0; i < said.calls().size(); i++) {
            events.add(delta(
                    "\"tool_calls\":[" + call(said.calls().get(i), "\"index\":" + i + ",") + "]",
                    "null"));
        }
        events.add(choice("\"delta\":{\"content\":\"\"}", "\"" + reason(said) + "\"", USAGE));
        events.add("[DONE]");
        return "data: " + String.join("\n\ndata: ", events) + "\n\n";
    }

    private static String delta(String delta, String finish) {
        return choice("\"delta\":{" + delta + "}", finish, "");
    }

    private static String choice(String said, String finish, String more) {
        return "{\"id\":\"x\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":"
                + "[{\"index\":0," + said + ",\"finish_reason\":" + finish + "}]" + more + "}";
    }

    @Override
    public Refusal refusal(int status, String words) {
        return new Refusal(
                status == 429 ? Map.of("Retry-After", "7") : Map.of(),
                "{\"object\":\"error\",\"message\":\"" + words + "\",\"type\":\"some_error\","
                        + "\"param\":null,\"code\":null}");
    }

    @Override
    public Optional<String> complaint(String request) {
        var last = "";
        List<String> waiting = new ArrayList<>();
        for (JsonNode message : Said.read(request).path("messages")) {
            var role = message.path("role").asText();
            if (role.equals("user") && last.equals("tool")) {
                return Optional.of("Unexpected role 'user' after role 'tool'");
            }
            if (role.equals("tool") != !waiting.isEmpty()) {
                return Optional.of("Not the same number of function calls and responses");
            }
            if (role.equals("tool")
                    && !waiting.removeFirst()
                            .equals(message.path("tool_call_id").asText())) {
                return Optional.of("Tool call id was not found");
            }
            for (JsonNode call : message.path("tool_calls")) {
                if (!call.path("id").asText().matches("[a-zA-Z0-9]{9}")) {
                    return Optional.of("Tool call id must be a-z, A-Z, 0-9, with a length of 9");
                }
                waiting.add(call.path("id").asText());
            }
            last = role;
        }
        return Optional.empty();
    }
}
