package dev.countersign.channels.email;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lets something happen so many times in a while, for each name; forgets the oldest names. */
final class Fence {
    private static final int MOST_NAMES = 10_000;

    private final int most;
    private final Duration window;
    private final Map<String, Deque<Instant>> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
            return size() > MOST_NAMES;
        }
    };

    Fence(int most, Duration window) {
        this.most = most;
        this.window = window;
    }

    synchronized boolean admits(String name, Instant now) {
        if (full(name, now)) {
            return false;
        }
        seen.get(name).addLast(now);
        return true;
    }

    /** Whether it would not be let through now; counts nothing. */
    synchronized boolean full(String name, Instant now) {
        var times = seen.computeIfAbsent(name, fresh -> new ArrayDeque<>());
        while (!times.isEmpty() && !times.getFirst().plus(window).isAfter(now)) {
            times.removeFirst();
        }
        return times.size() >= most;
    }
}
