package dev.countersign.bot.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;

import dev.countersign.channels.LoopbackServer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A model service that speaks as OpenAI does, in the pieces that the story hands out. */
final class Teller implements AutoCloseable {
    private static final String LAST = "[DONE]";
    private static final long PATIENCE_SECONDS = 60;

    private final LoopbackServer server;
    private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();

    Teller() {
        server = new LoopbackServer("/", this::answer);
    }

    String manifest() {
        return """
                apiVersion: countersign.dev/v1alpha1
                kind: LLM
                metadata: { name: teller }
                spec: { provider: openai, model: story, baseUrl: "%s/v1" }
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: Agent
                metadata: { name: teller }
                spec: { llmRef: { name: teller }, tools: [ { builtin: kubernetes } ] }
                """.formatted(server.address());
    }

    Teller says(String words) {
        var chunk = chunk();
        delta(chunk).put("content", words);
        pieces.add(chunk.toString());
        return this;
    }

    Teller calls(String tool, String arguments) {
        var chunk = chunk();
        var call = delta(chunk).putArray("tool_calls").addObject();
        call.put("index", 0).put("id", "call_1").put("type", "function");
        call.putObject("function").put("name", tool).put("arguments", arguments);
        pieces.add(chunk.toString());
        return ends("tool_calls");
    }

    Teller ends() {
        return ends("stop");
    }

    private Teller ends(String reason) {
        var chunk = chunk();
        chunk.path("choices").forEach(one -> ((ObjectNode) one).put("finish_reason", reason));
        chunk.putObject("usage").put("prompt_tokens", 1).put("completion_tokens", 1);
        pieces.add(chunk.toString());
        pieces.add(LAST);
        return this;
    }

    /** Whether all that was handed out has been sent. */
    boolean isHeard() {
        return pieces.isEmpty();
    }

    private static ObjectNode chunk() {
        var chunk = ApiCaller.object().put("id", "x").put("object", "chat.completion.chunk");
        var choice = chunk.put("model", "story").putArray("choices").addObject();
        choice.put("index", 0).putObject("delta").put("role", "assistant");
        return chunk;
    }

    private static ObjectNode delta(ObjectNode chunk) {
        return (ObjectNode) chunk.path("choices").path(0).path("delta");
    }

    private void answer(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.getRequestBody().readAllBytes();
        if (!exchange.getRequestURI().getPath().endsWith("/chat/completions")) {
            LoopbackServer.send(exchange, 200, "application/json", "{\"data\":[]}");
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        var piece = "";
        while (piece != null && !piece.equals(LAST)) {
            piece = pieces.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            var event = "data: " + piece + "\n\n";
            exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
