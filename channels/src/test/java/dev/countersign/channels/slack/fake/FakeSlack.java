package dev.countersign.channels.slack.fake;

import com.google.gson.JsonObject;

import dev.countersign.channels.slack.fake.Workplace.Kind;
import dev.countersign.channels.slack.fake.Workplace.User;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

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

    private final Workplace place;
    private final Courier courier;
    private final FakeSockets sockets = new FakeSockets();
    private final FakeServer server;
    private final List<Supplier<Courier.Reply>> sent = new CopyOnWriteArrayList<>();
    private volatile boolean socketsUp;
    private volatile boolean socketMode;

    public FakeSlack(InstantSource clock) {
        place = new Workplace(clock);
        courier = new Courier(place);
        server = new FakeServer(place, this::socketUrl);
        place.members.put(OPS, ConcurrentHashMap.newKeySet());
        place.members.get(OPS).add(Workplace.BOT);
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
        return "U0" + name.toUpperCase(Locale.ROOT);
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
        return URI.create(server.base() + "api/");
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
        return sent(() -> socketMode
                ? sockets.deliver("events_api", payload, false)
                : courier.event(payload));
    }

    Courier.Reply interaction(JsonObject payload) {
        return sent(() -> socketMode
                ? sockets.deliver("interactive", payload, true)
                : courier.interaction(payload));
    }

    Courier.Reply command(Map<String, String> fields) {
        var json = new JsonObject();
        fields.forEach(json::addProperty);
        return sent(() ->
                socketMode ? sockets.deliver("slash_commands", json, true) : courier.form(fields));
    }

    private Courier.Reply sent(Supplier<Courier.Reply> delivery) {
        sent.add(delivery);
        return delivery.get();
    }

    /** Everything that was delivered so far comes this often again, in any order and at once. */
    public void deliversAllAgain(int times, long seed) {
        var again = new ArrayList<Supplier<Courier.Reply>>();
        for (int i = 0; i < times; i++) {
            again.addAll(sent);
        }
        Collections.shuffle(again, new Random(seed));
        try (var wires = Executors.newFixedThreadPool(4)) {
            again.forEach(delivery -> wires.execute(delivery::get));
        }
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

    /** What everybody sees in one thread, oldest first. */
    public List<Seen> thread(String ts) {
        return messages().stream()
                .filter(seen -> seen.thread().filter(ts::equals).isPresent())
                .toList();
    }

    /** Waits until a message in this thread reads so, and shows the newest that does. */
    public Seen sees(String thread, String... parts) {
        Supplier<Optional<Seen>> found = () -> thread(thread).reversed().stream()
                .filter(seen -> Stream.of(parts).allMatch(seen.words()::contains))
                .findFirst();
        try {
            Eventually.until("such a message", () -> found.get().isPresent());
        } catch (AssertionError missing) {
            var words = thread(thread).stream().map(Seen::words).toList();
            throw new AssertionError("no " + List.of(parts) + " in " + words, missing);
        }
        return found.get().orElseThrow();
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
        return server.calls(method);
    }

    // --- faults

    public FakeSlack next(String method, Fault fault) {
        server.next(method, fault);
        return this;
    }

    /** What must hold after every test, whatever happened in it. */
    public void check() {
        Invariants.check(place, server.refusals());
    }

    @Override
    public void close() {
        server.close();
        if (socketsUp) {
            try {
                sockets.stop(500);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
