package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.model.Scene;
import dev.countersign.agent.model.wire.WireServer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** How Bedrock's Converse API answers, and what it does not take. */
final class BedrockScript implements WireServer.Script {
    private static final String THOUGHT = "{\"reasoningContent\":{\"reasoningText\":"
            + "{\"text\":\"Hm.\",\"signature\":\"sig+1==\"}}}";

    @Override
    public Answer answer(Scene scene, String path, String request) {
        if (!request.isEmpty() && !path.equals("/model/m/converse")) {
            throw new AssertionError("asked at " + path);
        }
        return new Answer(
                "application/json", scene == Scene.MALFORMED ? "{\"outp" : whole(Said.in(scene)));
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
                .forEach(c -> blocks.add("{\"toolUse\":{"
                        + (c.id().isEmpty() ? "" : "\"toolUseId\":\"" + c.id() + "\",")
                        + "\"name\":\"grow\",\"input\":" + (cut ? "{}" : c.arguments()) + "}}"));
        return "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":["
                + String.join(",", blocks) + "]}},\"stopReason\":\"" + reason(said)
                + "\",\"usage\":{\"inputTokens\":11,\"outputTokens\":7,\"totalTokens\":18}}";
    }

    private static String reason(Said said) {
        return switch (said.ending()) {
            case END -> "end_turn";
            case CALLS -> "tool_use";
            case LENGTH -> "max_tokens";
            case REFUSAL -> "guardrail_intervened";
        };
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
