package dev.countersign.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Run;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** When nothing of a run is under way any more, and waiting for that. */
final class Still {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_EVERY_NANOS = 50_000;

    private Still() {}

    static boolean is(Run run) {
        return !(run.phase() instanceof Phase.Thinking)
                && run.calls().stream()
                        .allMatch(c -> c.state() instanceof CallState.Gated
                                || c.state() instanceof CallState.Lost
                                || c.state().over());
    }

    /** Looks often, for many histories wait; gives up after a while. */
    static void waits(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }
}
