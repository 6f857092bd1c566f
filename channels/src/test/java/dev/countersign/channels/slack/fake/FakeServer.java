package dev.countersign.channels.slack.fake;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.countersign.channels.slack.fake.Answering.Call;
import dev.countersign.channels.slack.fake.Answering.Refused;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The Web API as a server on loopback, with what goes wrong next for each method. */
final class FakeServer implements AutoCloseable {
    private static final int LONGEST_SILENCE_SECONDS = 20;

    private final Workplace place;
    private final FakeMethods methods;
    private final FakeLimits limits = new FakeLimits();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    FakeServer(Workplace place, Supplier<String> socket) {
        this.place = place;
        this.methods = new FakeMethods(place, this::base, socket);
        try {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException taken) {
            throw new AssertionError("no free port", taken);
        }
        server.setExecutor(threads);
        server.createContext("/api/", this::answer);
        server.createContext("/upload/", this::upload);
        server.start();
    }

    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    long calls(String method) {
        return calls.stream().filter(method::equals).count();
    }

    List<String> refusals() {
        return refusals;
    }

    void next(String method, Fault fault) {
        faults.computeIfAbsent(method, m -> new ConcurrentLinkedQueue<>()).add(fault);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var method = exchange.getRequestURI().getPath().substring("/api/".length());
        var call = call(exchange, method);
        calls.add(method);
        var fault = Optional.ofNullable(faults.get(method)).map(Queue::poll);
        if (fault.isEmpty() && limits.refuses(method, place.now())) {
            fault = Optional.of(new Fault.Limited(60));
        }
        if (fault.isEmpty()) {
            reply(exchange, 200, perform(call));
        } else {
            fail(exchange, call, fault.get());
        }
    }

    private void fail(HttpExchange exchange, Call call, Fault fault) throws IOException {
        switch (fault) {
            case Fault.Limited limited -> {
                exchange.getResponseHeaders().set("Retry-After", "" + limited.seconds());
                reply(exchange, 429, new Refused("ratelimited").json());
            }
            case Fault.Status status -> {
                if (status.afterDoing()) {
                    perform(call);
                }
                reply(exchange, status.code(), new JsonObject());
            }
            case Fault.Silence silence -> {
                if (silence.afterDoing()) {
                    perform(call);
                }
                silence(exchange);
            }
            case Fault.Refusal refusal -> reply(exchange, 200, new Refused(refusal.error()).json());
        }
    }

    private void silence(HttpExchange exchange) {
        try {
            if (!closing.await(LONGEST_SILENCE_SECONDS, TimeUnit.SECONDS)) {
                exchange.close();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonObject perform(Call call) {
        try {
            return methods.perform(call);
        } catch (Refused refused) {
            refusals.add(call.method() + ": " + refused.getMessage());
            return refused.json();
        }
    }

    private static Call call(HttpExchange exchange, String method) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var form = new HashMap<String, String>();
        for (String pair : body.split("&")) {
            var cut = pair.indexOf('=');
            if (cut > 0) {
                form.put(decode(pair.substring(0, cut)), decode(pair.substring(cut + 1)));
            }
        }
        var header = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
        var token = header.map(h -> h.replace("Bearer ", "")).orElse("");
        return new Call(method, form, token);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private void reply(HttpExchange exchange, int status, JsonObject json) throws IOException {
        var bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("x-oauth-scopes", place.scopes);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private void upload(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        place.files.put(
                path.substring(path.lastIndexOf('/') + 1),
                exchange.getRequestBody().readAllBytes());
        reply(exchange, 200, new JsonObject());
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
