package dev.countersign.channels.slack.fake;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for a condition, with a limit. */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofMillis(5);

    private Eventually() {}

    public static void until(String what, BooleanSupplier condition) {
        var end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("there was not " + what + " within " + LIMIT);
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }
}
