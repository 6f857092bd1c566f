package dev.countersign.channels.email.letter;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time as people read them: absolute, with zone and offset, and how far away. */
public final class Moments {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern(
                    "EEE d MMM uuuu HH:mm 'UTC' (xxx)", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Moments() {}

    public static String at(Instant when) {
        return UTC.format(when);
    }

    static String until(Instant when, Instant now) {
        var left = Duration.between(now, when);
        if (left.isNegative()) {
            return at(when);
        }
        long hours = left.toHours();
        var away = hours >= 48
                ? left.toDays() + " days"
                : hours >= 1 ? hours + " h" : Math.max(1, left.toMinutes()) + " min";
        return at(when) + ", in " + away;
    }
}
