package dev.countersign.channels.slack.fake;

import com.google.gson.JsonObject;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** What the stand-in remembers: people, channels, messages, views, and the way time passes. */
final class Workplace {
    static final String TEAM = "T0HOME";
    static final String BOT = "U0BOT";
    static final String BOT_TOKEN = "xoxb-fake";
    static final String APP_TOKEN = "xapp-fake";
    static final String SECRET = "fake-signing-secret";
    static final String ALL_SCOPES = "app_mentions:read,chat:write,im:history,im:write,"
            + "channels:history,groups:history,commands,users:read,users:read.email,"
            + "usergroups:read,"
            + "files:write,reactions:write";
    /** Unverified, and treated as hard. */
    static final Duration TRIGGER_LIFE = Duration.ofSeconds(3);

    final Map<String, User> users = new ConcurrentHashMap<>();
    final Map<String, Set<String>> members = new ConcurrentHashMap<>();
    final Map<String, Set<String>> groups = new ConcurrentHashMap<>();
    final List<Post> posts = new CopyOnWriteArrayList<>();
    final Map<String, JsonObject> views = new ConcurrentHashMap<>();
    final Map<String, String> viewOwner = new ConcurrentHashMap<>();
    final Map<String, JsonObject> homes = new ConcurrentHashMap<>();
    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final Map<String, String> fileNames = new ConcurrentHashMap<>();
    final Map<String, Trigger> triggers = new ConcurrentHashMap<>();
    volatile String scopes = ALL_SCOPES;
    volatile boolean editsAllowed = true;
    private final AtomicLong count = new AtomicLong();
    private final InstantSource clock;
    private volatile Duration passed = Duration.ZERO;

    Workplace(InstantSource clock) {
        this.clock = clock;
    }

    /** Somebody in the workspace, or not quite in it. */
    record User(String id, String name, String team, Kind kind) {}

    enum Kind {
        MEMBER,
        GUEST,
        BOT,
        DEACTIVATED,
        FOREIGN
    }

    record Trigger(String user, Instant until, AtomicLong uses) {}

    Instant now() {
        return clock.instant().plus(passed);
    }

    void pass(Duration time) {
        passed = passed.plus(time);
    }

    long next() {
        return count.incrementAndGet();
    }

    /** Message times grow strictly, as Slack's do. */
    String ts() {
        return String.format("1700000000.%06d", next());
    }

    String trigger(String user) {
        var id = "trigger." + next();
        triggers.put(id, new Trigger(user, now().plus(TRIGGER_LIFE), new AtomicLong()));
        return id;
    }

    User user(String name) {
        return users.values().stream()
                .filter(user -> user.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody here is called " + name));
    }

    boolean isMember(String channel, String user) {
        return channel.startsWith("D")
                || members.getOrDefault(channel, Set.of()).contains(user);
    }

    Optional<Post> find(String channel, String ts) {
        return posts.stream()
                .filter(post -> post.channel.equals(channel) && post.ts.equals(ts))
                .filter(post -> !post.deleted)
                .findFirst();
    }

    List<Post> in(String channel, Optional<String> thread) {
        return posts.stream()
                .filter(post -> post.channel.equals(channel) && !post.deleted)
                .filter(post -> thread.map(t -> t.equals(post.ts)
                                || post.thread.filter(t::equals).isPresent())
                        .orElse(true))
                .toList();
    }
}
