package dev.countersign.agent.tool.kubernetes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.Change;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Watch;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.ApiFailure;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where HTTP comes in and goes out. */
final class Door implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final int MAX_BODY = 3 * 1024 * 1024;
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private final Api api;

    Door(Api api) {
        this.api = api;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            switch (answer) {
                case Answer.Tree tree -> send(exchange, tree);
                case Answer.Text text -> send(exchange, text);
                case Answer.Follow follow -> follow(exchange, follow);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer answer(HttpExchange exchange) throws InterruptedException {
        try {
            return api.answer(request(exchange));
        } catch (ApiFailure e) {
            e.retryAfter().ifPresent(seconds -> exchange.getResponseHeaders()
                    .set("Retry-After", Integer.toString(seconds)));
            return new Answer.Tree(e.code(), e.status());
        } catch (IOException | RuntimeException e) {
            LOG.error("sandbox could not answer {}; it goes on", exchange.getRequestURI(), e);
            ApiFailure failure = Failures.broken(500, "the sandbox failed: " + e.getMessage());
            return new Answer.Tree(500, failure.status());
        }
    }

    private static Request request(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, all) -> headers.put(name.toLowerCase(Locale.ROOT), all.getFirst()));
        if (headers.containsKey("origin")) {
            throw new ApiFailure(
                    403, "Forbidden", "web pages may not talk to the sandbox", Json.object());
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw Failures.tooLarge(MAX_BODY);
        }
        List<String> groups =
                exchange.getRequestHeaders().getOrDefault("Impersonate-Group", List.of());
        String path = exchange.getRequestURI().getPath();
        return new Request(
                exchange.getRequestMethod(),
                path.length() > 1 && path.endsWith("/")
                        ? path.substring(0, path.length() - 1)
                        : path,
                query(exchange.getRequestURI().getRawQuery()),
                headers,
                Set.copyOf(groups),
                body);
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : Optional.ofNullable(raw).orElse("").split("&")) {
            String[] parts = pair.split("=", 2);
            if (!parts[0].isEmpty()) {
                query.put(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Failures.badRequest("the query is not well encoded: " + e.getMessage());
        }
    }

    private static void send(HttpExchange exchange, Answer.Tree tree) throws IOException {
        byte[] body = Json.bytes(tree.body());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(tree.code(), body.length);
        exchange.getResponseBody().write(body);
    }

    private static void send(HttpExchange exchange, Answer.Text text) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        Iterator<String> pieces = text.pieces().iterator();
        while (pieces.hasNext()) {
            out.write(pieces.next().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void follow(HttpExchange exchange, Answer.Follow follow)
            throws IOException, InterruptedException {
        try (Watch watch = follow.watch()) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            for (ObjectNode it : follow.there()) {
                if (follow.wanted().test(it)) {
                    write(out, "ADDED", follow.shown().apply(it));
                }
            }
            out.flush();
            long end = System.nanoTime() + follow.limit().toNanos();
            while (watch.isOpen() && System.nanoTime() < end) {
                Optional<Change> change = watch.next(HEARTBEAT);
                if (change.isPresent()) {
                    report(out, follow, change.get());
                }
            }
        }
    }

    private static void report(OutputStream out, Answer.Follow follow, Change change)
            throws IOException {
        Route route = follow.route();
        boolean here = change.key().isOf(route.kind())
                && route.place().map(change.key().namespace()::equals).orElse(true);
        if (!here) {
            return;
        }
        Optional<ObjectNode> before = change.before().filter(follow.wanted());
        Optional<ObjectNode> after = change.after().filter(follow.wanted());
        if (after.isPresent()) {
            String type = before.isPresent() ? "MODIFIED" : "ADDED";
            write(out, type, follow.shown().apply(after.get()));
        } else if (before.isPresent()) {
            ObjectNode last = before.get().deepCopy();
            Json.child(last, "metadata").put("resourceVersion", Long.toString(change.version()));
            write(out, "DELETED", follow.shown().apply(last));
        }
        out.flush();
    }

    private static void write(OutputStream out, String type, JsonNode object) throws IOException {
        ObjectNode event = Json.object().put("type", type);
        event.set("object", object);
        out.write(Json.bytes(event));
        out.write('\n');
    }
}
