package dev.countersign.channels.slack.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which methods Slack has asked us to leave alone, and until when; for many threads. */
final class RateGate {
    private final InstantSource clock;
    private final Map<String, Instant> closed = new ConcurrentHashMap<>();

    RateGate(InstantSource clock) {
        this.clock = clock;
    }

    void check(String method) throws SlackFault {
        var until = closed.get(method);
        if (until == null) {
            return;
        }
        var left = Duration.between(clock.instant(), until);
        if (left.isPositive()) {
            throw SlackFault.limited(method, left);
        }
        closed.remove(method, until);
    }

    void close(String method, Duration time) {
        closed.merge(method, clock.instant().plus(time), (a, b) -> a.isAfter(b) ? a : b);
    }
}
