package dev.countersign.agent.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;

import dev.countersign.agent.catalog.McpServerSpec.Transport;
import dev.countersign.agent.catalog.Setting;
import dev.countersign.channels.LoopbackServer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The small MCP server on loopback; it answers calls as a stream of events. */
public final class StandInHttp implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    public final StandInTools tools = new StandInTools();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    volatile String session = "s1";
    private final LoopbackServer server;

    public StandInHttp() {
        server = new LoopbackServer("/mcp", this::handle);
    }

    public Transport.Http transport(Map<String, Setting> headers) {
        return new Transport.Http(server.address() + "/mcp", headers);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var message = JSON.readTree(exchange.getRequestBody().readAllBytes());
        var method = message.path("method").asText();
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
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
                ? "event: message\r\ndata: " + before(message) + "\r\n\r\nevent: message\r\ndata: "
                        + answer.get() + "\r\n\r\n"
                : answer.get().toString();
        var type = events ? "text/event-stream" : "application/json";
        LoopbackServer.send(exchange, 200, type, body);
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
        server.close();
    }
}
