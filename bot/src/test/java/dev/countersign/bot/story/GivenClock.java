package dev.countersign.bot.story;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The time in a house: it goes on by itself, and a story may let much of it pass at once. */
public final class GivenClock implements InstantSource {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final AtomicReference<Runnable> told = new AtomicReference<>(() -> {});

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead.get());
    }

    /** Whoever sleeps until some time is told that it may have come. */
    void onPassing(Runnable listener) {
        told.set(listener);
    }

    public void passes(Duration time) {
        ahead.updateAndGet(time::plus);
        told.get().run();
    }

    /** Does something that waits, while this much passes twenty times a second. */
    public <T> T running(Duration step, Supplier<T> waits) {
        var ticks = Executors.newSingleThreadScheduledExecutor();
        try {
            ticks.scheduleAtFixedRate(() -> passes(step), 0, 50, TimeUnit.MILLISECONDS);
            return waits.get();
        } finally {
            ticks.shutdownNow();
        }
    }
}
