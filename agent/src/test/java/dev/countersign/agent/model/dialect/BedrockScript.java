package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.model.Scene;
import dev.countersign.agent.model.wire.Said;
import dev.countersign.agent.model.wire.WireServer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/** How Bedrock's Converse API answers, and what it does not take. */
final class BedrockScript implements WireServer.Script {
    private static final String STREAM = "application/vnd.amazon.eventstream";
    private static final String THOUGHT = "{\"reasoningContent\":{\"reasoningText\":"
            + "{\"text\":\"Hm.\",\"signature\":\"sig+1==\"}}}";

    @Override
    public Answer answer(Scene scene, String path, String request) {
        var stream = path.equals("/model/m/converse-stream");
        if (!request.isEmpty() && !stream && !path.equals("/model/m/converse")) {
            throw new AssertionError("asked at " + path);
        }
        if (scene == Scene.MALFORMED) {
            return stream
                    ? new Answer(STREAM, frame(":event-type", "messageStop", "{\"stop"))
                    : new Answer("application/json", "{\"outp");
        }
        var said = Said.in(scene);
        return stream
                ? new Answer(STREAM, events(said))
                : new Answer("application/json", whole(said));
    }

    private static String whole(Said said) {
        var blocks = new ArrayList<String>();
        if (!said.calls().isEmpty()) {
            blocks.add(THOUGHT);
        }
        if (!said.text().isEmpty()) {
            blocks.add("{\"text\":\"" + said.text() + "\"}");
        }
        var cut = said.ending() == Said.Ending.LENGTH;
        said.calls()
                .forEach(c -> blocks.add(tool(c, ",\"input\":" + (cut ? "{}" : c.arguments()))));
        return "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":["
                + String.join(",", blocks) + "]}},\"stopReason\":\"" + reason(said)
                + "\",\"usage\":{\"inputTokens\":11,\"outputTokens\":7,\"totalTokens\":18}}";
    }

    private static String tool(Said.Call call, String input) {
        return "{\"toolUse\":{"
                + (call.id().isEmpty() ? "" : "\"toolUseId\":\"" + call.id() + "\",")
                + "\"name\":\"grow\"" + input + "}}";
    }

    private static String reason(Said said) {
        return switch (said.ending()) {
            case END -> "end_turn";
            case CALLS -> "tool_use";
            case LENGTH -> "max_tokens";
            case REFUSAL -> "guardrail_intervened";
        };
    }

    private static byte[] events(Said said) {
        var frames = new ByteArrayOutputStream();
        event(frames, "messageStart", "{\"role\":\"assistant\"}");
        int index = 0;
        if (!said.calls().isEmpty()) {
            delta(frames, index, "{\"reasoningContent\":{\"text\":\"Hm.\"}}");
            delta(frames, index, "{\"reasoningContent\":{\"signature\":\"sig+1==\"}}");
            stop(frames, index++);
        }
        if (!said.text().isEmpty()) {
            for (var piece : said.pieces()) {
                delta(frames, index, "{\"text\":\"" + piece + "\"}");
            }
            stop(frames, index++);
        }
        for (var call : said.calls()) {
            event(
                    frames,
                    "contentBlockStart",
                    "{\"contentBlockIndex\":" + index + ",\"start\":" + tool(call, "") + "}");
            for (var half : call.halves()) {
                delta(frames, index, "{\"toolUse\":{\"input\":" + Said.quoted(half) + "}}");
            }
            stop(frames, index++);
        }
        event(frames, "messageStop", "{\"stopReason\":\"" + reason(said) + "\"}");
        event(
                frames,
                "metadata",
                "{\"usage\":{\"inputTokens\":11,\"outputTokens\":7,\"totalTokens\":18}}");
        return frames.toByteArray();
    }

    private static void delta(ByteArrayOutputStream frames, int index, String delta) {
        event(
                frames,
                "contentBlockDelta",
                "{\"contentBlockIndex\":" + index + ",\"delta\":" + delta + "}");
    }

    private static void stop(ByteArrayOutputStream frames, int index) {
        event(frames, "contentBlockStop", "{\"contentBlockIndex\":" + index + "}");
    }

    private static void event(ByteArrayOutputStream frames, String type, String payload) {
        frames.writeBytes(frame(":event-type", type, payload));
    }

    private static byte[] frame(String kind, String type, String payload) {
        var headers = new ByteArrayOutputStream();
        header(headers, kind, type);
        header(headers, ":content-type", "application/json");
        var body = payload.getBytes(StandardCharsets.UTF_8);
        int length = 16 + headers.size() + body.length;
        var frame = ByteBuffer.allocate(length).putInt(length).putInt(headers.size());
        frame.putInt(sum(frame)).put(headers.toByteArray()).put(body);
        return frame.putInt(sum(frame)).array();
    }

    private static int sum(ByteBuffer written) {
        var sum = new CRC32();
        sum.update(written.array(), 0, written.position());
        return (int) sum.getValue();
    }

    private static void header(ByteArrayOutputStream headers, String name, String value) {
        headers.write(name.length());
        headers.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        headers.write(7);
        headers.write(0);
        headers.write(value.length());
        headers.writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Refusal refusal(int status, String words) {
        return new Refusal(
                status == 429
                        ? Map.of("Retry-After", "7", "x-amzn-ErrorType", "ThrottlingException")
                        : Map.of(),
                "{\"message\":\"" + words + "\"}");
    }

    @Override
    public byte[] failing(String path, String request) {
        return path.endsWith("-stream")
                ? frame(":exception-type", "modelStreamErrorException", "{\"message\":\"no\"}")
                : "{\"error\":{\"message\":\"no\"}}".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Optional<String> complaint(String request) {
        var ids = new HashSet<String>();
        var last = "assistant";
        List<String> waiting = List.of();
        for (JsonNode message : Said.read(request).path("messages")) {
            if (message.path("role").asText().equals(last)) {
                return Optional.of("A conversation must alternate between user and assistant");
            }
            last = message.path("role").asText();
            if (!ids(message, "toolResult").equals(waiting)) {
                return Optional.of("Expected toolResult blocks for the toolUse blocks before");
            }
            waiting = ids(message, "toolUse");
            if (!waiting.stream().allMatch(ids::add)) {
                return Optional.of("The toolUse blocks contain duplicate ids");
            }
            if (!sound(message)) {
                return Optional.of("The content field in a message is not sound");
            }
        }
        return Optional.empty();
    }

    private static List<String> ids(JsonNode message, String kind) {
        var ids = new ArrayList<String>();
        for (JsonNode block : message.path("content")) {
            if (block.has(kind)) {
                ids.add(block.path(kind).path("toolUseId").asText());
            }
        }
        return ids;
    }

    private static boolean sound(JsonNode message) {
        for (JsonNode block : message.path("content")) {
            var thought = block.path("reasoningContent").path("reasoningText");
            var good = block.has("text")
                    ? !block.path("text").asText().isBlank()
                    : block.has("toolUse")
                            ? block.path("toolUse").path("input").isObject()
                            : thought.isMissingNode()
                                    || thought.path("signature").asText().equals("sig+1==");
            if (!good) {
                return false;
            }
        }
        return !message.path("content").isEmpty();
    }
}
