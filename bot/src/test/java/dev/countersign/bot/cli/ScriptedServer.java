package dev.countersign.bot.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A little server that gives the answers it was told to give, and remembers who asked what. */
final class ScriptedServer implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    ScriptedServer() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    private record Answer(int status, String body) {}

    private record Asked(String query, String body, Headers headers) {}

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
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
        try (exchange) {
            var uri = exchange.getRequestURI();
            var request = exchange.getRequestMethod() + " " + uri.getPath();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var query = uri.getQuery() == null ? "" : uri.getQuery();
            asked.put(request, new Asked(query, body, exchange.getRequestHeaders()));
            var answer = answers.getOrDefault(request, new Answer(404, "{\"detail\":\"none\"}"));
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
