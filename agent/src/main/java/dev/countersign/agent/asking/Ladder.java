package dev.countersign.agent.asking;

import dev.countersign.agent.run.Gate;
import dev.countersign.agent.run.Question.Timing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** When a question wants attention again: its reminders and rungs in the order of time. */
public final class Ladder {
    private Ladder() {}

    /** One point in time at which people are told again, or further people are told. */
    public record Point(Instant at, Optional<Gate.Rung> rung) {}

    static Timing start(Gate gate, Instant now) {
        var expires = gate.schedule().expireAfter().map(now::plus);
        return timing(gate, now, expires, 0);
    }

    /** The points that have passed since people were told last; after a pause these are many. */
    public static List<Point> due(Gate gate, Timing timing, Instant now) {
        return points(gate, timing.opened()).stream()
                .skip(timing.told())
                .takeWhile(p -> !now.isBefore(p.at()))
                .toList();
    }

    /** The timing when this many more points have passed. */
    public static Timing after(Gate gate, Timing timing, int passed) {
        return timing(gate, timing.opened(), timing.expires(), timing.told() + passed);
    }

    private static Timing timing(Gate gate, Instant opened, Optional<Instant> expires, int told) {
        var points = points(gate, opened);
        var next = told < points.size() ? Optional.of(points.get(told).at()) : expires;
        return new Timing(opened, expires, next, told);
    }

    /** Quiet hours move points, never the end; points behind the end mean nothing. */
    private static List<Point> points(Gate gate, Instant opened) {
        var s = gate.schedule();
        var all = new ArrayList<Point>();
        s.remindAfter().forEach(after -> all.add(new Point(opened.plus(after), Optional.empty())));
        s.escalate().forEach(r -> all.add(new Point(opened.plus(r.after()), Optional.of(r))));
        s.quiet().ifPresent(q -> all.replaceAll(p -> new Point(q.after(p.at()), p.rung())));
        s.expireAfter().map(opened::plus).ifPresent(end -> all.removeIf(p -> !isBefore(p, end)));
        all.sort(Comparator.comparing(Point::at));
        return all;
    }

    private static boolean isBefore(Point point, Instant end) {
        return point.at().isBefore(end);
    }
}
