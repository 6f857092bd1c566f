package dev.countersign.bot.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;

import dev.countersign.channels.LoopbackServer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tool server with one tool, fetch, that knows a few pages and remembers who asked for them. */
final class FetchServer implements AutoCloseable {
    private static final String SCHEMA = """
            {"type":"object","required":["url"],"properties":{"url":{"type":"string",\
            "format":"uri","minLength":1,"description":"URL to fetch"},"max_length":{\
            "type":"integer","default":5000,"description":"Maximum number of characters"}}}""";

    private final Map<String, String> pages;
    private final LoopbackServer server;
    final List<String> fetched = new CopyOnWriteArrayList<>();

    FetchServer(Map<String, String> pages) {
        this.pages = pages;
        server = new LoopbackServer("/mcp", this::handle);
    }

    String url() {
        return server.address() + "/mcp";
    }

    private void handle(HttpExchange exchange) throws IOException {
        var message = Reply.JSON.readTree(exchange.getRequestBody().readAllBytes());
        exchange.getResponseHeaders().set("Mcp-Session-Id", "s1");
        var result = result(message);
        if (result.isEmpty()) {
            exchange.sendResponseHeaders(202, -1);
            return;
        }
        var answer = ApiCaller.object().put("jsonrpc", "2.0");
        answer.set("id", message.path("id"));
        answer.set("result", result.get());
        LoopbackServer.send(exchange, 200, "application/json", answer.toString());
    }

    private Optional<ObjectNode> result(JsonNode message) throws IOException {
        var result = ApiCaller.object();
        switch (message.path("method").asText()) {
            case "initialize" -> {
                result.put("protocolVersion", "2025-06-18").putObject("capabilities");
                result.putObject("serverInfo").put("name", "fetch").put("version", "1");
            }
            case "tools/list" ->
                result.putArray("tools")
                        .addObject()
                        .put("name", "fetch")
                        .put("description", "Fetches a URL from the internet.")
                        .set("inputSchema", Reply.JSON.readTree(SCHEMA));
            case "tools/call" -> {
                var url = message.path("params").path("arguments").path("url").asText();
                fetched.add(url);
                result.putArray("content")
                        .addObject()
                        .put("type", "text")
                        .put("text", pages.getOrDefault(url, "404"));
            }
            default -> {
                return message.has("id") ? Optional.of(result) : Optional.empty();
            }
        }
        return Optional.of(result);
    }

    @Override
    public void close() {
        server.close();
    }
}
