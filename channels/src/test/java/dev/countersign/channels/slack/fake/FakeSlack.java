package dev.countersign.channels.slack.fake;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.countersign.channels.slack.fake.Answering.Call;
import dev.countersign.channels.slack.fake.Answering.Refused;
import dev.countersign.channels.slack.fake.Workplace.Kind;
import dev.countersign.channels.slack.fake.Workplace.User;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
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

/**
 * A little Slack: a real server that keeps a workspace, answers the Web API, signs and delivers,
 * and goes wrong on demand. It is driven by sentences: {@code slack.as("li").clicks("Approve")}.
 */
public final class FakeSlack implements AutoCloseable {
    public static final String SIGNING_SECRET = Workplace.SECRET;
    public static final String BOT_TOKEN = Workplace.BOT_TOKEN;
    public static final String APP_TOKEN = Workplace.APP_TOKEN;
    /** The channel in which everything happens that says nothing else. */
    public static final String OPS = "C0OPS";

    private static final int LONGEST_SILENCE_SECONDS = 20;

    private final Workplace place;
    private final Courier courier;
    private final FakeMethods methods;
    private final FakeSockets sockets = new FakeSockets();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean socketsUp;
    private volatile boolean socketMode;

    public FakeSlack(InstantSource clock) {
        place = new Workplace(clock);
        courier = new Courier(place);
        methods = new FakeMethods(place, this::base, this::socketUrl);
        place.members.put(OPS, ConcurrentHashMap.newKeySet());
        place.members.get(OPS).add(Workplace.BOT);
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

    // --- the workspace

    /** A full member, who is in the channel. */
    public FakeSlack with(String... names) {
        for (String name : names) {
            join(name, Workplace.TEAM, Kind.MEMBER);
        }
        return this;
    }

    public FakeSlack withGuest(String name) {
        return join(name, Workplace.TEAM, Kind.GUEST);
    }

    public FakeSlack withForeigner(String name) {
        return join(name, "T0OTHER", Kind.FOREIGN);
    }

    public FakeSlack withDeactivated(String name) {
        return join(name, Workplace.TEAM, Kind.DEACTIVATED);
    }

    private FakeSlack join(String name, String team, Kind kind) {
        var id = id(name);
        place.users.put(id, new User(id, name, team, kind));
        place.members.get(OPS).add(id);
        return this;
    }

    public static String id(String name) {
        return "U0" + name.toUpperCase(java.util.Locale.ROOT);
    }

    public FakeSlack group(String id, String... names) {
        var members = ConcurrentHashMap.<String>newKeySet();
        for (String name : names) {
            members.add(id(name));
        }
        place.groups.put(id, members);
        return this;
    }

    public FakeSlack granting(String scopes) {
        place.scopes = scopes;
        return this;
    }

    public FakeSlack refusingEdits() {
        place.editsAllowed = false;
        return this;
    }

    public void leaves(String name) {
        place.members.get(OPS).remove(id(name));
    }

    /** Time goes by for triggers and signatures. */
    public void passes(Duration time) {
        place.pass(time);
    }

    public URI apiUrl() {
        return URI.create(base() + "api/");
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private synchronized String socketUrl() {
        if (!socketsUp) {
            sockets.start();
            socketsUp = true;
        }
        return sockets.url();
    }

    // --- deliveries

    public FakeSlack deliversTo(Courier.Door door) {
        courier.to(door);
        return this;
    }

    public FakeSlack deliversTo(URI url) {
        courier.to(url);
        return this;
    }

    /** Everything goes through sockets from now on. */
    public FakeSlack inSocketMode() {
        socketMode = true;
        return this;
    }

    public Courier courier() {
        return courier;
    }

    public int connections() {
        return sockets.connections();
    }

    public void disconnects(String reason) {
        sockets.disconnect(reason);
    }

    public void dropsSockets() {
        sockets.dropAll();
    }

    public void ghosts(int count) {
        sockets.ghosts(count);
    }

    Courier.Reply event(JsonObject payload) {
        return socketMode ? socket("events_api", payload, false) : courier.event(payload);
    }

    Courier.Reply interaction(JsonObject payload) {
        return socketMode ? socket("interactive", payload, true) : courier.interaction(payload);
    }

    Courier.Reply command(Map<String, String> fields) {
        if (!socketMode) {
            return courier.form(fields);
        }
        var json = new JsonObject();
        fields.forEach(json::addProperty);
        return socket("slash_commands", json, true);
    }

    private Courier.Reply socket(String type, JsonObject payload, boolean answers) {
        var ack = sockets.deliver(type, payload, answers);
        return new Courier.Reply(200, ack.has("payload") ? ack.get("payload").toString() : "");
    }

    // --- people and what they see

    public SlackPerson as(String name) {
        return new SlackPerson(this, place, place.user(name));
    }

    /** What everybody sees in the channel, oldest first. */
    public List<Seen> messages() {
        return place.in(OPS, Optional.empty()).stream()
                .filter(post -> post.user.equals(Workplace.BOT) && post.onlyFor.isEmpty())
                .map(Seen::new)
                .toList();
    }

    public Seen last() {
        return messages().getLast();
    }

    public List<String> reactions() {
        return place.posts.stream().flatMap(post -> post.reactions.stream()).toList();
    }

    public List<String> files() {
        return place.files.values().stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    /** How often a method was called. */
    public long calls(String method) {
        return calls.stream().filter(method::equals).count();
    }

    // --- faults

    public FakeSlack next(String method, Fault fault) {
        faults.computeIfAbsent(method, m -> new ConcurrentLinkedQueue<>()).add(fault);
        return this;
    }

    /** What must hold after every test, whatever happened in it. */
    public void check() {
        Invariants.check(place, refusals);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var method = exchange.getRequestURI().getPath().substring("/api/".length());
        var call = call(exchange, method);
        calls.add(method);
        var fault = Optional.ofNullable(faults.get(method)).map(Queue::poll);
        if (fault.isEmpty()) {
            reply(exchange, 200, perform(call));
            return;
        }
        switch (fault.get()) {
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
        if (socketsUp) {
            try {
                sockets.stop(500);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
