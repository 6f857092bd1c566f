package dev.countersign.agent.asking;

import dev.countersign.agent.run.Gate;
import dev.countersign.agent.run.Question.Timing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** When a question wants attention again: its reminders and rungs in the order of time. */
public final class Ladder {
    private Ladder() {}

    /** One point in time at which people are told again, or further people are told. */
    public record Point(Duration after, Optional<Gate.Rung> rung) {}

    static Timing start(Gate gate, Instant now) {
        var expires = gate.schedule().expireAfter().map(now::plus);
        return timing(gate, now, expires, 0);
    }

    /** The points that have passed since people were told last; after a pause these are many. */
    public static List<Point> due(Gate gate, Timing timing, Instant now) {
        return points(gate).stream()
                .skip(timing.told())
                .takeWhile(p -> !now.isBefore(timing.opened().plus(p.after())))
                .toList();
    }

    /** The timing when this many more points have passed. */
    public static Timing after(Gate gate, Timing timing, int passed) {
        return timing(gate, timing.opened(), timing.expires(), timing.told() + passed);
    }

    private static Timing timing(Gate gate, Instant opened, Optional<Instant> expires, int told) {
        var points = points(gate);
        var next =
                told < points.size() ? Optional.of(opened.plus(points.get(told).after())) : expires;
        return new Timing(opened, expires, next, told);
    }

    /** Points behind the end mean nothing and are left out. */
    private static List<Point> points(Gate gate) {
        var all = new ArrayList<Point>();
        gate.schedule().remindAfter().forEach(d -> all.add(new Point(d, Optional.empty())));
        gate.schedule().escalate().forEach(r -> all.add(new Point(r.after(), Optional.of(r))));
        gate.schedule().expireAfter().ifPresent(end -> all.removeIf(p -> !isBefore(p, end)));
        all.sort(Comparator.comparing(Point::after));
        return all;
    }

    private static boolean isBefore(Point point, Duration end) {
        return point.after().compareTo(end) < 0;
    }
}
