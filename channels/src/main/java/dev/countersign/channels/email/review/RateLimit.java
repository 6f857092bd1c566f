package dev.countersign.channels.email.review;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts knocks by name in one window after another; the oldest names are forgotten. */
final class RateLimit {
    private static final int MOST_NAMES = 10_000;

    private final int most;
    private final Duration window;
    private final Map<String, Integer> counts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST_NAMES;
        }
    };
    private Instant begun = Instant.EPOCH;

    RateLimit(int most, Duration window) {
        this.most = most;
        this.window = window;
    }

    synchronized boolean full(String name, Instant now) {
        turn(now);
        return counts.getOrDefault(name, 0) >= most;
    }

    synchronized void count(String name, Instant now) {
        turn(now);
        counts.merge(name, 1, Integer::sum);
    }

    private void turn(Instant now) {
        if (!begun.plus(window).isAfter(now)) {
            counts.clear();
            begun = now;
        }
    }
}
