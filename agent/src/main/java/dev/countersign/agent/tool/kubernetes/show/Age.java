package dev.countersign.agent.tool.kubernetes.show;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Times as kubectl prints them: how long ago. */
public final class Age {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Age() {}

    public static Optional<Instant> instant(String timestamp) {
        try {
            return timestamp.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(timestamp));
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }

    public static String since(String timestamp, Instant now) {
        return instant(timestamp)
                .map(then -> shown(Duration.between(then, now)))
                .orElse("<unknown>");
    }

    static String shown(Duration age) {
        long s = Math.max(0, age.toSeconds());
        if (s < 2 * MINUTE) {
            return s + "s";
        }
        if (s < 10 * MINUTE) {
            return two(s / MINUTE, "m", s % MINUTE, "s");
        }
        if (s < 3 * HOUR) {
            return s / MINUTE + "m";
        }
        if (s < 8 * HOUR) {
            return two(s / HOUR, "h", s % HOUR / MINUTE, "m");
        }
        if (s < 2 * DAY) {
            return s / HOUR + "h";
        }
        return s < 8 * DAY ? two(s / DAY, "d", s % DAY / HOUR, "h") : s / DAY + "d";
    }

    private static String two(long big, String bigUnit, long small, String smallUnit) {
        return big + bigUnit + (small == 0 ? "" : small + smallUnit);
    }
}
