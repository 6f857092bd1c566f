package dev.countersign.bot.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;

import dev.countersign.channels.HttpDoor.Knock;
import dev.countersign.channels.LoopbackServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A program that is told what happens: it keeps what comes, and answers as it is told to. */
public final class Listener implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Knock> heard = new CopyOnWriteArrayList<>();
    private volatile int answer = 204;
    private final LoopbackServer server = new LoopbackServer("/", this::hear);

    private void hear(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                .collect(Collectors.toMap(
                        e -> e.getKey().toLowerCase(), e -> e.getValue().getFirst()));
        heard.add(new Knock("POST", "/", "", headers, body, "127.0.0.1"));
        exchange.sendResponseHeaders(answer, -1);
    }

    public String url() {
        return server.address() + "/";
    }

    void answers(int status) {
        answer = status;
    }

    public List<Knock> heard() {
        return heard;
    }

    /** What it was told of this run, in order. */
    List<JsonNode> about(String run) {
        return heard.stream()
                .map(Listener::read)
                .filter(message -> message.at("/data/run").asText().equals(run))
                .toList();
    }

    private static JsonNode read(Knock knock) {
        try {
            return JSON.readTree(knock.body());
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
