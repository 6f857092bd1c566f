package dev.countersign.agent.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The tools of a small MCP server, and what it answers, whatever carries its messages. */
public final class StandInTools {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LONGEST_HANG = 20;

    private final CountDownLatch never = new CountDownLatch(1);
    public final AtomicInteger written = new AtomicInteger();
    public volatile boolean changed;

    /** The answer to one message; empty where there is none. */
    Optional<JsonNode> answer(JsonNode message) {
        if (!message.hasNonNull("id") || !message.has("method")) {
            return Optional.empty();
        }
        var answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", message.get("id"));
        switch (message.path("method").asText()) {
            case "initialize" ->
                answer.putObject("result")
                        .put("protocolVersion", "2025-06-18")
                        .putObject("serverInfo")
                        .put("name", "stand-in");
            case "tools/list" -> list(message, answer.putObject("result"));
            case "tools/call" -> call(message.path("params"), answer);
            default -> answer.putObject("error").put("code", -32601).put("message", "no method");
        }
        return Optional.of(answer);
    }

    /** Two pages, so that nobody stops at the first. */
    private void list(JsonNode message, ObjectNode result) {
        var tools = result.putArray("tools");
        if (message.path("params").path("cursor").asText().isEmpty()) {
            tool(tools, "echo", "string").putObject("annotations").put("readOnlyHint", true);
            tool(tools, "write", changed ? "integer" : "string");
            tool(tools, "wipe", "string").putObject("annotations").put("destructiveHint", true);
            tool(tools, "not a name", "string");
            result.put("nextCursor", "2");
            return;
        }
        for (String name : new String[] {"hang", "huge", "environment", "die", "image", "fail"}) {
            tool(tools, name, "string");
        }
    }

    private static ObjectNode tool(ArrayNode tools, String name, String type) {
        var tool = tools.addObject().put("name", name).put("description", "does " + name);
        tool.putObject("inputSchema")
                .put("type", "object")
                .putObject("properties")
                .putObject("text")
                .put("type", type)
                .putArray("oneOf")
                .addObject()
                .put("type", type);
        return tool;
    }

    private void call(JsonNode params, ObjectNode answer) {
        var text = params.path("arguments").path("text").asText();
        switch (params.path("name").asText()) {
            case "echo" -> say(answer, "you said " + text);
            case "write" -> say(answer, "written " + written.incrementAndGet());
            case "environment" -> say(answer, String.valueOf(System.getenv().keySet()));
            case "huge" -> say(answer, "x".repeat(Integer.parseInt(text)));
            case "fail" -> say(answer, "it failed").put("isError", true);
            case "hang" -> hang(answer);
            case "image" ->
                answer.putObject("result")
                        .putArray("content")
                        .addObject()
                        .put("type", "image")
                        .put("mimeType", "image/png")
                        .put("data", "AAAA");
            case "die" -> Runtime.getRuntime().halt(3);
            default -> answer.putObject("error").put("code", -32602).put("message", "no tool");
        }
    }

    private void hang(ObjectNode answer) {
        written.incrementAndGet();
        try {
            say(answer, "woken: " + never.await(LONGEST_HANG, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void wake() {
        never.countDown();
    }

    private static ObjectNode say(ObjectNode answer, String text) {
        var result = answer.putObject("result");
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }
}
