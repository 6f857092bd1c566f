package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.Scene;
import dev.countersign.agent.model.wire.WireServer;

import java.util.ArrayList;
import java.util.List;

/** How OpenAI's chat API answers, whole and as a stream of events. */
final class OpenAiScript implements WireServer.Script {
    private static final String A = "{\\\"name\\\":\\\"a\\\"}";
    private static final String B = "{\\\"name\\\":\\\"b\\\"}";
    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}";

    /** One answer: words, calls, refusal, and why it ended. */
    private record Said(String text, List<String> calls, String refusal, String finish) {}

    @Override
    public Answer answer(Scene scene, String path, String request) {
        var stream = request.contains("\"stream\":true") || request.contains("\"stream\" : true");
        if (scene == Scene.MALFORMED) {
            return stream
                    ? new Answer("text/event-stream", "data: {\"id\":\"x\",\"choi\n\n")
                    : new Answer("application/json", "{\"id\":\"x\",\"choi");
        }
        var said = said(scene);
        return stream
                ? new Answer("text/event-stream", events(said))
                : new Answer("application/json", whole(said));
    }

    private static Said said(Scene scene) {
        return switch (scene) {
            case CALL -> new Said("I will grow it.", List.of(call("id-1", A)), "", "tool_calls");
            case PARALLEL -> calls(call("id-1", A), call("id-2", B));
            case IDENTICAL -> calls(call("id-1", A), call("id-1", A));
            case NO_IDS -> calls(call("", A), call("", A));
            case BAD_ARGUMENTS -> calls(call("id-1", "{\\\"name\\\":"));
            case REFUSAL -> new Said("", List.of(), "I must not.", "stop");
            case LENGTH -> new Said("Once upon", List.of(), "", "length");
            case LENGTH_IN_CALL -> new Said("", List.of(call("id-1", "{\\\"na")), "", "length");
            case EMPTY -> new Said("", List.of(), "", "stop");
            case TEXT,
                    MALFORMED,
                    CUT,
                    ENDED_EARLY,
                    FAILED_MIDWAY,
                    SLOW,
                    STATUS_400,
                    STATUS_401,
                    STATUS_403,
                    STATUS_404,
                    STATUS_429,
                    STATUS_500,
                    STATUS_503 -> new Said("Hello there.", List.of(), "", "stop");
        };
    }

    private static Said calls(String... calls) {
        return new Said("", List.of(calls), "", "tool_calls");
    }

    private static String call(String id, String arguments) {
        return (id.isEmpty() ? "" : "\"id\":\"" + id + "\",")
                + "\"type\":\"function\",\"function\":{\"name\":\"grow\",\"arguments\":\""
                + arguments
                + "\"}";
    }

    private static String whole(Said said) {
        var calls = said.calls().isEmpty()
                ? ""
                : ",\"tool_calls\":[{" + String.join("},{", said.calls()) + "}]";
        var refusal = said.refusal().isEmpty() ? "null" : "\"" + said.refusal() + "\"";
        return "{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,"
                + "\"model\":\"m\",\"choices\":"
                + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + said.text() + "\",\"refusal\":" + refusal + calls + "},\"finish_reason\":\""
                + said.finish() + "\"}]," + USAGE + "}";
    }

    private static String events(Said said) {
        var events = new ArrayList<String>();
        for (String piece : said.text().split("(?<= )")) {
            events.add(delta("\"content\":\"" + piece + "\"", "null"));
        }
        for (int i = 0; i < said.calls().size(); i++) {
            events.add(delta(
                    "\"tool_calls\":[{\"index\":" + i + "," + said.calls().get(i) + "}]", "null"));
        }
        if (!said.refusal().isEmpty()) {
            events.add(delta("\"refusal\":\"" + said.refusal() + "\"", "null"));
        }
        events.add(delta("", "\"" + said.finish() + "\""));
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
