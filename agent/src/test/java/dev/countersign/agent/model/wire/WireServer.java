package dev.countersign.agent.model.wire;

import com.sun.net.httpserver.HttpExchange;

import dev.countersign.agent.model.Scene;
import dev.countersign.channels.LoopbackServer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A small server on loopback that keeps what it is asked and answers one scene. */
public final class WireServer implements AutoCloseable {
    private static final long LONGEST_WAIT = 20;

    private final LoopbackServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Script script;
    private volatile Scene scene = Scene.TEXT;

    /** How a provider answers a scene that is not a fault of the wire. */
    public interface Script {
        /** The media type and the body for one request. */
        Answer answer(Scene scene, String path, String request);

        /** What the service would find wrong with a request; nothing where it takes it. */
        default Optional<String> complaint(String request) {
            return Optional.empty();
        }

        /** How it says no to a request; what waits says so where the service says it. */
        default Refusal refusal(int status, String words) {
            return new Refusal(
                    status == 429 ? Map.of("Retry-After", "7") : Map.of(),
                    "{\"error\":{\"message\":\"" + words + "\",\"type\":\"invalid_request_error\","
                            + "\"param\":null,\"code\":null}}");
        }

        /** How it says, when it has begun to answer, that it cannot go on. */
        default byte[] failing(String path, String request) {
            var words = "{\"error\":{\"message\":\"no backend\",\"type\":\"server_error\"}}";
            return (streams(request) ? "data: " + words + "\n\n" : words)
                    .getBytes(StandardCharsets.UTF_8);
        }

        static boolean streams(String request) {
            return request.replace(" ", "").contains("\"stream\":true");
        }

        record Answer(String type, byte[] body) {
            public Answer(String type, String body) {
                this(type, body.getBytes(StandardCharsets.UTF_8));
            }

            /** So much of it that no stream has said its end. */
            byte[] third() {
                return Arrays.copyOf(body, body.length / 3);
            }
        }

        record Refusal(Map<String, String> headers, String body) {}
    }

    public WireServer(Script script) {
        this.script = script;
        server = new LoopbackServer("/", this::handle);
    }

    public String address() {
        return server.address();
    }

    public void next(Scene next) {
        scene = next;
    }

    public List<String> requests() {
        return requests;
    }

    private void handle(HttpExchange exchange) throws IOException, InterruptedException {
        var request = LoopbackServer.body(exchange);
        if (exchange.getRequestMethod().equals("POST")) {
            requests.add(request);
        }
        var complaint = request.isEmpty() ? Optional.<String>empty() : complaint(request);
        if (complaint.isPresent()) {
            status(exchange, 400, complaint.get());
        } else {
            answer(exchange, request);
        }
    }

    private void answer(HttpExchange exchange, String request)
            throws IOException, InterruptedException {
        switch (scene) {
            case STATUS_400 -> status(exchange, 400);
            case STATUS_401 -> status(exchange, 401);
            case STATUS_403 -> status(exchange, 403);
            case STATUS_404 -> status(exchange, 404);
            case STATUS_429 -> status(exchange, 429);
            case STATUS_500 -> status(exchange, 500);
            case STATUS_503 -> status(exchange, 503);
            case SLOW -> closed.await(LONGEST_WAIT, TimeUnit.SECONDS);
            case CUT -> {
                var answer = script.answer(Scene.TEXT, path(exchange), request);
                opened(exchange, answer.type(), answer.body().length).write(answer.third());
            }
            case ENDED_EARLY -> {
                var answer = script.answer(Scene.TEXT, path(exchange), request);
                sent(exchange, answer.type(), answer.third());
            }
            case FAILED_MIDWAY -> {
                var answer = script.answer(Scene.TEXT, path(exchange), request);
                sent(exchange, answer.type(), script.failing(path(exchange), request));
            }
            case TEXT,
                    CALL,
                    PARALLEL,
                    IDENTICAL,
                    NO_IDS,
                    BAD_ARGUMENTS,
                    REFUSAL,
                    LENGTH,
                    LENGTH_IN_CALL,
                    EMPTY,
                    MALFORMED -> {
                var answer = script.answer(scene, path(exchange), request);
                sent(exchange, answer.type(), answer.body());
            }
        }
    }

    private static void sent(HttpExchange exchange, String type, byte[] body) throws IOException {
        opened(exchange, type, body.length).write(body);
    }

    private static OutputStream opened(HttpExchange exchange, String type, long length)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, length);
        return exchange.getResponseBody();
    }

    private static String path(HttpExchange exchange) {
        return exchange.getRequestURI().toString();
    }

    private Optional<String> complaint(String request) {
        return script.complaint(request);
    }

    private void status(HttpExchange exchange, int status) throws IOException {
        status(exchange, status, "no: key sk-test-123456");
    }

    private void status(HttpExchange exchange, int status, String words) throws IOException {
        var refusal = script.refusal(status, words);
        refusal.headers().forEach(exchange.getResponseHeaders()::set);
        var body = refusal.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        closed.countDown();
        server.close();
    }
}
