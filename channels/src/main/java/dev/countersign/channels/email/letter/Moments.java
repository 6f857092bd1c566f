package dev.countersign.channels.email.letter;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time as one reader has them: absolute, by their own clock and in UTC. */
public record Moments(ZoneId zone) {
    public static final Moments UTC = new Moments(ZoneOffset.UTC);

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);
    private static final DateTimeFormatter BESIDE =
            DateTimeFormatter.ofPattern("EEE HH:mm 'UTC'", Locale.ENGLISH);

    public String at(Instant when) {
        var utc = when.atZone(ZoneOffset.UTC);
        var own = when.atZone(zone);
        return own.getOffset().equals(ZoneOffset.UTC)
                ? DAY.format(utc) + " UTC"
                : DAY.format(own) + " " + NAME.format(own) + " (" + BESIDE.format(utc) + ")";
    }

    String until(Instant when, Instant now) {
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
