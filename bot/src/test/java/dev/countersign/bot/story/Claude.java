package dev.countersign.bot.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;

import dev.countersign.channels.LoopbackServer;

import java.io.IOException;

/** A model service that speaks as Anthropic does: one call of the first tool, then words. */
final class Claude implements AutoCloseable {
    private final LoopbackServer server;
    private final String key;
    private final String arguments;

    /** It answers only who brings this key, and calls with these arguments. */
    Claude(String key, String arguments) {
        this.key = key;
        this.arguments = arguments;
        server = new LoopbackServer("/v1/", this::answer);
    }

    String address() {
        return server.address();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var request = Reply.JSON.readTree(exchange.getRequestBody().readAllBytes());
        if (!key.equals(exchange.getRequestHeaders().getFirst("x-api-key"))) {
            exchange.sendResponseHeaders(401, -1);
        } else if (exchange.getRequestURI().getPath().endsWith("/messages")) {
            LoopbackServer.send(exchange, 200, "text/event-stream", turn(request));
        } else {
            LoopbackServer.send(exchange, 200, "application/json", "{\"data\":[]}");
        }
    }

    private String turn(JsonNode request) {
        var last = request.path("messages").path(request.path("messages").size() - 1);
        var result = last.path("content").path(0);
        var block = ApiCaller.object();
        var delta = ApiCaller.object();
        var told = result.path("type").asText().equals("tool_result");
        if (told) {
            block.put("type", "text").put("text", "");
            delta.put("type", "text_delta").put("text", "Claude read: " + text(result));
        } else {
            var tool = request.path("tools").path(0).path("name").asText();
            block.put("type", "tool_use").put("id", "toolu_1").put("name", tool);
            block.putObject("input");
            delta.put("type", "input_json_delta").put("partial_json", arguments);
        }
        return event("message_start", start())
                + event("content_block_start", indexed().set("content_block", block))
                + event("content_block_delta", indexed().set("delta", delta))
                + event("content_block_stop", indexed())
                + event("message_delta", end(told ? "end_turn" : "tool_use"))
                + event("message_stop", ApiCaller.object());
    }

    private static String text(JsonNode result) {
        var content = result.path("content");
        return content.isTextual()
                ? content.asText()
                : content.path(0).path("text").asText();
    }

    private static ObjectNode start() {
        var start = ApiCaller.object();
        start.putObject("message").putObject("usage").put("input_tokens", 1);
        return start;
    }

    private static ObjectNode indexed() {
        return ApiCaller.object().put("index", 0);
    }

    private static ObjectNode end(String reason) {
        var end = ApiCaller.object();
        end.putObject("delta").put("stop_reason", reason);
        end.putObject("usage").put("output_tokens", 1);
        return end;
    }

    private static String event(String type, JsonNode data) {
        return "event: " + type + "\ndata: " + ((ObjectNode) data).put("type", type) + "\n\n";
    }

    @Override
    public void close() {
        server.close();
    }
}
