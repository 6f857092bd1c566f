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

    /** What is due when {@code told} points have passed; empty when only the end is left. */
    public static Optional<Point> due(Gate gate, Timing timing) {
        var points = points(gate);
        return timing.told() < points.size()
                ? Optional.of(points.get(timing.told()))
                : Optional.empty();
    }

    /** The timing when one more point has passed. */
    public static Timing after(Gate gate, Timing timing) {
        return timing(gate, timing.opened(), timing.expires(), timing.told() + 1);
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
