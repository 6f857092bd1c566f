package dev.countersign.agent.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.countersign.agent.catalog.McpServerSpec.Transport;
import dev.countersign.agent.catalog.Setting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The small MCP server on loopback; it answers calls as a stream of events. */
public final class StandInHttp implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    public final StandInTools tools = new StandInTools();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    volatile String session = "s1";
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    public StandInHttp() {
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

    public Transport.Http transport(Map<String, Setting> headers) {
        return new Transport.Http(
                "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp", headers);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var message = JSON.readTree(exchange.getRequestBody().readAllBytes());
            var method = message.path("method").asText();
            authorizations.add(
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            var said = exchange.getRequestHeaders().getFirst("Mcp-Session-Id");
            if (!method.equals("initialize") && !session.equals(said)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            var answer = tools.answer(message);
            exchange.getResponseHeaders().set("Mcp-Session-Id", session);
            if (answer.isEmpty()) {
                exchange.sendResponseHeaders(202, -1);
                return;
            }
            var events = method.equals("tools/call");
            var body = events
                    ? "event: message\r\ndata: " + before(message)
                            + "\r\n\r\nevent: message\r\ndata: " + answer.get() + "\r\n\r\n"
                    : answer.get().toString();
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", events ? "text/event-stream" : "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** What it says before it answers: nothing of note, or a question to people. */
    private static String before(JsonNode message) {
        var asks =
                message.path("params").path("arguments").path("text").asText().equals("ask");
        return asks
                ? "{\"jsonrpc\":\"2.0\",\"id\":99,\"method\":\"elicitation/create\",\"params\":"
                        + "{\"message\":\"Which colour?\",\"requestedSchema\":{\"type\":\"object\","
                        + "\"properties\":{\"colour\":{\"type\":\"string\","
                        + "\"enum\":[\"red\",\"blue\"]}}}}}"
                : "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}";
    }

    @Override
    public void close() {
        tools.wake();
        server.stop(0);
        workers.shutdownNow();
    }
}
