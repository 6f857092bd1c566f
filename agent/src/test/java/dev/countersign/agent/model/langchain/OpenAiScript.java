package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.Scene;
import dev.countersign.agent.model.wire.Said;
import dev.countersign.agent.model.wire.WireServer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How OpenAI's chat API answers, whole and as a stream of events. */
final class OpenAiScript implements WireServer.Script {
    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}";

    @Override
    public Answer answer(Scene scene, String path, String request) {
        var stream = WireServer.Script.streams(request);
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

    private static String call(Said.Call call) {
        return (call.id().isEmpty() ? "" : "\"id\":\"" + call.id() + "\",")
                + "\"type\":\"function\",\"function\":{\"name\":\"grow\",\"arguments\":"
                + Said.quoted(call.arguments()) + "}";
    }

    /** A refusal stands in a field of its own, and ends as any answer does. */
    private static boolean refuses(Said said) {
        return said.ending() == Said.Ending.REFUSAL;
    }

    private static String finish(Said said) {
        return switch (said.ending()) {
            case END, REFUSAL -> "stop";
            case CALLS -> "tool_calls";
            case LENGTH -> "length";
        };
    }

    private static String whole(Said said) {
        var calls =
                said.calls().stream().map(OpenAiScript::call).collect(Collectors.joining("},{"));
        var text = "\"" + said.text() + "\"";
        return "{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,"
                + "\"model\":\"m\",\"choices\":"
                + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
                + (refuses(said) ? "\"\"" : text) + ",\"refusal\":"
                + (refuses(said) ? text : "null")
                + (calls.isEmpty() ? "" : ",\"tool_calls\":[{" + calls + "}]")
                + "},\"finish_reason\":\"" + finish(said) + "\"}]," + USAGE + "}";
    }

    private static String events(Said said) {
        var events = new ArrayList<String>();
        for (String piece : refuses(said) ? List.<String>of() : said.pieces()) {
            events.add(delta("\"content\":\"" + piece + "\"", "null"));
        }
        for (int i = 0; i < said.calls().size(); i++) {
            events.add(delta(
                    "\"tool_calls\":[{\"index\":" + i + "," + call(said.calls().get(i)) + "}]",
                    "null"));
        }
        if (refuses(said)) {
            events.add(delta("\"refusal\":\"" + said.text() + "\"", "null"));
        }
        events.add(delta("", "\"" + finish(said) + "\""));
        events.add(
                "{\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"choices\":[]," + USAGE + "}");
        events.add("[DONE]");
        return "data: " + String.join("\n\ndata: ", events) + "\n\n";
    }

    private static String delta(String delta, String finish) {
        return "{\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                + "\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":" + finish
                + "}]}";
    }
}
