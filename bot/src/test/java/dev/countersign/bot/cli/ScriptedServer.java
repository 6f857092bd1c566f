package dev.countersign.bot.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;

import dev.countersign.channels.LoopbackServer;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A little server that gives the answers it was told to give, and remembers who asked what. */
final class ScriptedServer implements AutoCloseable {

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();
    private final LoopbackServer server = new LoopbackServer("/", this::answer);

    private record Answer(int status, String body) {}

    private record Asked(String query, String body, Headers headers) {}

    String url() {
        return server.address();
    }

    void answers(String request, int status, String body) {
        answers.put(request, new Answer(status, body));
    }

    String body(String request) {
        return asked.get(request).body();
    }

    String query(String request) {
        return asked.get(request).query();
    }

    String header(String request, String name) {
        return asked.get(request).headers().getFirst(name);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var request = exchange.getRequestMethod() + " " + uri.getPath();
        var body = LoopbackServer.body(exchange);
        var query = uri.getQuery() == null ? "" : uri.getQuery();
        asked.put(request, new Asked(query, body, exchange.getRequestHeaders()));
        var answer = answers.getOrDefault(request, new Answer(404, "{\"detail\":\"none\"}"));
        LoopbackServer.send(exchange, answer.status(), "application/json", answer.body());
    }

    @Override
    public void close() {
        server.close();
    }
}
