package dev.countersign.agent.hours;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Hours in which nobody is reminded, in the zone of who would be: each night from one time to
 * another, and on these days all day. An end is never moved by them.
 */
public record Quiet(LocalTime from, LocalTime to, List<DayOfWeek> days, String zone) {
    /** A week of quiet days, and the night before and after them. */
    private static final int MOST_STEPS = 16;

    public Quiet {
        days = List.copyOf(days);
    }

    /** This time, or the first one after it that is not quiet. */
    public Instant after(Instant time) {
        var at = time.atZone(ZoneId.of(zone));
        for (int step = 0; step < MOST_STEPS; step++) {
            var end = end(at);
            if (end.isEmpty()) {
                return at.toInstant();
            }
            at = end.get();
        }
        return time;
    }

    /** When the quiet that holds at this time is over, for all we know at this time. */
    private Optional<ZonedDateTime> end(ZonedDateTime at) {
        if (days.contains(at.getDayOfWeek())) {
            return Optional.of(at.toLocalDate().plusDays(1).atStartOfDay(ZoneId.of(zone)));
        }
        var time = at.toLocalTime();
        boolean overMidnight = to.isBefore(from);
        boolean evening = !time.isBefore(from);
        boolean morning = time.isBefore(to);
        if (overMidnight ? !evening && !morning : !evening || !morning) {
            return Optional.empty();
        }
        var day = overMidnight && evening ? at.toLocalDate().plusDays(1) : at.toLocalDate();
        return Optional.of(day.atTime(to).atZone(ZoneId.of(zone)));
    }
}
