package dev.countersign.bot;

import dev.countersign.agent.engine.Feed.Stirring;
import dev.countersign.agent.run.Entry;
import dev.countersign.bot.meters.Meters;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Counts what is put on the record. Waiting for people is neither an error nor a latency. */
final class Metering implements Consumer<Stirring> {
    /** Runs whose turn is under way here; more than this are not timed. */
    private static final int TIMED = 10_000;

    private final Meters meters;
    private final Map<String, Instant> working = new ConcurrentHashMap<>();

    Metering(Meters meters) {
        this.meters = meters;
    }

    @Override
    public void accept(Stirring stirring) {
        if (stirring instanceof Stirring.Moved moved) {
            moved.entries().forEach(entry -> count(moved, entry));
        }
    }

    private void count(Stirring.Moved moved, Entry entry) {
        switch (entry.kind()) {
            case SAID -> begin(moved, entry.at());
            case ANSWER -> end(moved, entry.at(), false);
            case CLOSED -> end(moved, entry.at(), entry.details().containsValue("FAILED"));
            case ASKED -> pause(moved);
            case DECIDED -> decided(entry);
            case STARTED, DONE, REFUSED, LOST -> called(entry);
            case TURN,
                    STUMBLED,
                    CLEARED,
                    VOTED,
                    DECLINED,
                    EDITED,
                    EXPIRED,
                    PRODDED,
                    UNDELIVERED,
                    REVOKED,
                    MOVED -> {}
            // A run that waits for another is not at work; that one is.
            case DELEGATED -> pause(moved);
        }
    }

    private void begin(Stirring.Moved moved, Instant at) {
        if (working.size() < TIMED && working.putIfAbsent(moved.run(), at) == null) {
            meters.sessions(moved.agent(), 1);
        }
    }

    private void end(Stirring.Moved moved, Instant at, boolean failed) {
        var since = working.remove(moved.run());
        if (since != null) {
            meters.sessions(moved.agent(), -1);
            meters.requested(moved.agent(), failed, Duration.between(since, at));
        }
    }

    /** A run that waits for people is not at work. */
    private void pause(Stirring.Moved moved) {
        if (working.remove(moved.run()) != null) {
            meters.sessions(moved.agent(), -1);
            meters.requested(moved.agent(), false, Duration.ZERO);
        }
    }

    private void decided(Entry entry) {
        var opened = Instant.parse(entry.details().get("opened"));
        meters.decided(
                word(entry.details().get("ending")),
                entry.details().getOrDefault("channel", ""),
                Duration.between(opened, entry.at()));
    }

    private void called(Entry entry) {
        meters.called(
                entry.details().getOrDefault("tool", "unknown"),
                word(entry.kind().name()));
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
