package dev.countersign.agent.tool.kubernetes.sandbox.keep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What clients did to the cluster: how often each write changed something, changed nothing, or was
 * a dry run. Many threads may ask at once. Dry runs are forgotten at a restart, writes are not.
 */
public final class Tally {
    /** Above this the oldest lines are forgotten, and {@link #forgotten()} says how many. */
    public static final int MAX_LINES = 10_000;

    /** How often one write was made. */
    public record Line(Mark mark, int changed, int unchanged, int dry) {
        Line plus(Line other) {
            return new Line(
                    mark, changed + other.changed, unchanged + other.unchanged, dry + other.dry);
        }
    }

    private final Map<Mark, Line> lines = new LinkedHashMap<>();
    private int forgotten;

    synchronized void add(Line line) {
        lines.merge(line.mark(), line, Line::plus);
        if (lines.size() > MAX_LINES) {
            lines.remove(lines.keySet().iterator().next());
            forgotten++;
        }
    }

    public synchronized List<Line> lines() {
        return new ArrayList<>(lines.values());
    }

    public synchronized int forgotten() {
        return forgotten;
    }

    /** How often this write changed something. */
    public synchronized int changed(String verb, String kind, String namespace, String name) {
        Mark mark = new Mark(verb, kind, namespace, name);
        return lines.getOrDefault(mark, new Line(mark, 0, 0, 0)).changed();
    }

    /** How often this write was only tried. */
    public synchronized int dry(String verb, String kind, String namespace, String name) {
        Mark mark = new Mark(verb, kind, namespace, name);
        return lines.getOrDefault(mark, new Line(mark, 0, 0, 0)).dry();
    }

    /** How many writes changed something, all together. */
    public synchronized int changed() {
        return lines.values().stream().mapToInt(Line::changed).sum();
    }
}
