package dev.countersign.bot;

import dev.countersign.agent.engine.Checkpoint;
import dev.countersign.bot.config.ConfigFailure;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends the process at once, as kill -9 does, at a named point: an aid for tests. {@code
 * COUNTERSIGN_CRASH_AT=AFTER_TOOL:2} is the second time that a tool has run.
 */
public final class CrashPoint implements Checkpoint {
    public static final String VARIABLE = "COUNTERSIGN_CRASH_AT";
    /** What a shell says of a process that was killed by signal 9. */
    public static final int KILLED = 137;

    private final Point at;
    private final AtomicInteger left;

    private CrashPoint(Point at, int passing) {
        this.at = at;
        this.left = new AtomicInteger(passing);
    }

    /** The point that the environment names; none, as everywhere but in tests, without a name. */
    public static Checkpoint in(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE))
                .filter(text -> !text.isBlank())
                .map(CrashPoint::named)
                .orElse(NONE);
    }

    private static Checkpoint named(String text) {
        var parts = text.strip().split(":", 2);
        try {
            var passing = parts.length == 1 ? 1 : Integer.parseInt(parts[1]);
            return new CrashPoint(Point.valueOf(parts[0]), passing);
        } catch (IllegalArgumentException unknown) {
            throw new ConfigFailure(
                    VARIABLE + "=" + text + " is not POINT or POINT:n. The points are "
                            + Arrays.toString(Point.values()) + ". Nothing was started.");
        }
    }

    @Override
    public void reached(Point point) {
        if (point == at && left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
