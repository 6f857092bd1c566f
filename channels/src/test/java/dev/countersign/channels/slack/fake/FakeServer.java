package dev.countersign.channels.slack.fake;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;

import dev.countersign.channels.LoopbackServer;
import dev.countersign.channels.slack.fake.Answering.Call;
import dev.countersign.channels.slack.fake.Answering.Refused;

import java.io.IOException;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The Web API as a server on loopback, with what goes wrong next for each method. */
final class FakeServer implements AutoCloseable {
    private static final int LONGEST_SILENCE_SECONDS = 20;

    private final Workplace place;
    private final FakeMethods methods;
    private final FakeLimits limits = new FakeLimits();
    private final LoopbackServer server;
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    FakeServer(Workplace place, Supplier<String> socket) {
        this.place = place;
        this.methods = new FakeMethods(place, this::base, socket);
        server = new LoopbackServer("/", this::hear);
    }

    String base() {
        return server.address() + "/";
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

    private void hear(HttpExchange exchange) throws IOException, InterruptedException {
        var path = exchange.getRequestURI().getPath();
        if (path.startsWith("/upload/")) {
            upload(exchange, path.substring("/upload/".length()));
        } else {
            answer(exchange, path.substring("/api/".length()));
        }
    }

    private void answer(HttpExchange exchange, String method)
            throws IOException, InterruptedException {
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

    private void fail(HttpExchange exchange, Call call, Fault fault)
            throws IOException, InterruptedException {
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
                closing.await(LONGEST_SILENCE_SECONDS, TimeUnit.SECONDS);
            }
            case Fault.Refusal refusal -> reply(exchange, 200, new Refused(refusal.error()).json());
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
        var body = LoopbackServer.body(exchange);
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
        exchange.getResponseHeaders().set("x-oauth-scopes", place.scopes);
        LoopbackServer.send(exchange, status, "application/json", json.toString());
    }

    private void upload(HttpExchange exchange, String file) throws IOException {
        place.files.put(file, exchange.getRequestBody().readAllBytes());
        reply(exchange, 200, new JsonObject());
    }

    @Override
    public void close() {
        closing.countDown();
        server.close();
    }
}
