package dev.countersign.store.audit;

import dev.countersign.agent.run.Archive.Recorded;
import dev.countersign.agent.run.Entry;
import dev.countersign.store.form.IndexedText;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Chains the lines of a run's record by hash, and finds the first link that does not hold. */
public final class AuditChain {
    /** What the first line of a run names as the one before. */
    public static final String START = "";

    private final Map<String, Link> last = new HashMap<>();
    private final Set<String> erased;

    /** Lines with these hashes have lost what they said, and a seal says so. */
    public AuditChain(Set<String> erased) {
        this.erased = Set.copyOf(erased);
    }

    /** Where a run's record ends. */
    public record Link(long number, String hash) {
        public static final Link NONE = new Link(0, START);
    }

    /** The first line that does not hold, and why. */
    public record Broken(String run, long number, String why) {}

    /** Looks through lines in the order they were kept, from the first of each run on. */
    public static Optional<Broken> verify(List<Recorded> lines) {
        var chain = new AuditChain(Set.of());
        return lines.stream().flatMap(line -> chain.next(line).stream()).findFirst();
    }

    /** Takes the next line; says what is wrong with it, if anything is. */
    public Optional<Broken> next(Recorded line) {
        var before = last.getOrDefault(line.run(), Link.NONE);
        last.put(line.run(), new Link(line.number(), line.hash()));
        if (line.number() != before.number() + 1) {
            return broken(line, "line " + (before.number() + 1) + " is missing");
        }
        if (!line.previous().equals(before.hash())) {
            return broken(line, "it does not follow the line before it");
        }
        return erased.contains(line.hash())
                        || hash(line.previous(), line.run(), line.number(), line.entry())
                                .equals(line.hash())
                ? Optional.empty()
                : broken(line, "its content was changed");
    }

    private static Optional<Broken> broken(Recorded line, String why) {
        return Optional.of(new Broken(line.run(), line.number(), why));
    }

    /** Compares where the lines that were taken end with where they should. */
    public Optional<Broken> endsAt(String run, Link head) {
        var end = last.getOrDefault(run, Link.NONE);
        return end.equals(head)
                ? Optional.empty()
                : Optional.of(new Broken(
                        run,
                        end.number() + 1,
                        "the run says its record ends at line " + head.number()));
    }

    /**
     * The hash of a line. The canonical form names every part with its length, so that no two
     * entries share one, and does not depend on how rows are written.
     */
    public static String hash(String previous, String run, long number, Entry entry) {
        var form = new StringBuilder("countersign audit 1\n");
        add(form, previous);
        add(form, run);
        add(form, Long.toString(number));
        add(form, entry.kind().name());
        add(form, entry.at().toString());
        add(form, entry.by());
        add(form, entry.call());
        add(form, entry.question());
        new TreeMap<>(entry.details()).forEach((name, value) -> {
            add(form, name);
            add(form, value);
        });
        return IndexedText.sha256(form.toString());
    }

    private static void add(StringBuilder form, Optional<String> part) {
        part.ifPresentOrElse(text -> add(form, text), () -> form.append("-\n"));
    }

    private static void add(StringBuilder form, String part) {
        form.append(part.length()).append(':').append(part).append('\n');
    }
}
