package dev.countersign.agent.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. */
public final class SetClock implements InstantSource {
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-03-02T10:00:00Z"));

    @Override
    public Instant instant() {
        return now.get();
    }

    public void passes(Duration time) {
        now.updateAndGet(t -> t.plus(time));
    }
}
