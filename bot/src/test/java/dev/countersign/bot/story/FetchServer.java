package dev.countersign.bot.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A tool server with one tool, fetch, that knows a few pages and remembers who asked for them. */
final class FetchServer implements AutoCloseable {
    private static final String SCHEMA = """
            {"type":"object","required":["url"],"properties":{"url":{"type":"string",\
            "format":"uri","minLength":1,"description":"URL to fetch"},"max_length":{\
            "type":"integer","default":5000,"description":"Maximum number of characters"}}}""";

    private final Map<String, String> pages;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    final List<String> fetched = new CopyOnWriteArrayList<>();

    FetchServer(Map<String, String> pages) {
        this.pages = pages;
        try {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(workers);
        server.createContext("/mcp", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
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
            Oracle.send(exchange, "application/json", answer.toString());
        }
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
        server.stop(0);
        workers.shutdownNow();
    }
}
