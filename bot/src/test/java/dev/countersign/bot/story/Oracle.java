package dev.countersign.bot.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;

import dev.countersign.channels.LoopbackServer;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** A model service that speaks as OpenAI does, and says what the story wants said. */
public final class Oracle implements AutoCloseable {
    private final LoopbackServer server;
    private final String key;
    private final Function<Heard, Said> mind;

    public Oracle(Function<Heard, Said> mind) {
        this("", mind);
    }

    /** A service that answers only who brings this key. */
    Oracle(String key, Function<Heard, Said> mind) {
        this.key = key;
        this.mind = mind;
        server = new LoopbackServer("/", this::answer);
    }

    /** Where it is reached, as an {@code LLM} document names it. */
    String address() {
        return server.address() + "/v1";
    }

    /** An {@code LLM} document for it. */
    public String manifest(String name) {
        return """
                apiVersion: countersign.dev/v1alpha1
                kind: LLM
                metadata: { name: %s }
                spec: { provider: openai, model: story, baseUrl: "%s" }
                """.formatted(name, address());
    }

    /** What a model is shown: the prompt of its agent, and the conversation so far. */
    public record Heard(String system, List<JsonNode> messages, List<String> tools) {
        /** What was said last, by whomever. */
        public String last() {
            return messages.getLast().path("content").asText();
        }

        public boolean lastIs(String role) {
            return messages.getLast().path("role").asText().equals(role);
        }

        /** What the tools have given back so far, in order. */
        public List<String> results() {
            return messages.stream()
                    .filter(m -> m.path("role").asText().equals("tool"))
                    .map(m -> m.path("content").asText())
                    .toList();
        }
    }

    /** One turn. */
    public record Said(String text, List<Asked> calls) {
        public record Asked(String tool, String arguments) {}

        public static Said words(String text) {
            return new Said(text, List.of());
        }

        public static Said calls(Asked... calls) {
            return new Said("", List.of(calls));
        }

        public static Said call(String tool, String arguments) {
            return calls(new Asked(tool, arguments));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var brought = exchange.getRequestHeaders().getFirst("Authorization");
        if (!key.isEmpty() && !("Bearer " + key).equals(brought)) {
            exchange.sendResponseHeaders(401, -1);
            return;
        }
        if (!exchange.getRequestURI().getPath().endsWith("/chat/completions")) {
            LoopbackServer.send(exchange, 200, "application/json", "{\"data\":[]}");
            return;
        }
        var request = Reply.JSON.readTree(body);
        var said = mind.apply(heard(request));
        if (request.path("stream").asBoolean()) {
            var chunk = completion(said, "chat.completion.chunk", "delta");
            LoopbackServer.send(
                    exchange, 200, "text/event-stream", "data: " + chunk + "\n\ndata: [DONE]\n\n");
        } else {
            var whole = completion(said, "chat.completion", "message");
            LoopbackServer.send(exchange, 200, "application/json", whole.toString());
        }
    }

    private static Heard heard(JsonNode request) {
        var all = StreamSupport.stream(request.path("messages").spliterator(), false)
                .toList();
        var system = all.stream()
                .filter(m -> m.path("role").asText().equals("system"))
                .map(m -> m.path("content").asText())
                .findFirst()
                .orElse("");
        var tools = request.path("tools").findValuesAsText("name");
        return new Heard(system, all, tools);
    }

    private static ObjectNode completion(Said said, String object, String part) {
        var answer = ApiCaller.object().put("id", "x").put("object", object).put("model", "story");
        var choice = answer.putArray("choices").addObject().put("index", 0);
        var message = choice.putObject(part).put("role", "assistant");
        if (!said.text().isEmpty()) {
            message.put("content", said.text());
        }
        if (!said.calls().isEmpty()) {
            var calls = message.putArray("tool_calls");
            for (int i = 0; i < said.calls().size(); i++) {
                var call = said.calls().get(i);
                calls.addObject()
                        .put("index", i)
                        .put("id", "call_" + i)
                        .put("type", "function")
                        .putObject("function")
                        .put("name", call.tool())
                        .put("arguments", call.arguments());
            }
        }
        choice.put("finish_reason", said.calls().isEmpty() ? "stop" : "tool_calls");
        answer.putObject("usage")
                .put("prompt_tokens", 1)
                .put("completion_tokens", 1)
                .put("total_tokens", 2);
        return answer;
    }

    @Override
    public void close() {
        server.close();
    }
}
