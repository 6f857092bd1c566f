package dev.countersign.agent.catalog.manifest;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.GroupSpec;
import dev.countersign.agent.catalog.Problem;
import dev.countersign.agent.catalog.Problem.Severity;
import dev.countersign.agent.catalog.manifest.kinds.Kinds;
import dev.countersign.agent.catalog.manifest.kinds.Known;
import dev.countersign.agent.catalog.manifest.kinds.Piece;
import dev.countersign.agent.catalog.manifest.kinds.Reading;
import dev.countersign.agent.catalog.manifest.kinds.Reading.Key;
import dev.countersign.channels.Person;

import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks documents against each other, in the order in which they need each other, and finds what
 * is in force: the new version where it is good, the last good one where it is not.
 */
final class Stocktaking {
    private static final List<String> LAST = List.of(
            Kinds.GROUP_KIND, Kinds.POLICY, Kinds.MCP_SERVER, Kinds.TOOL, Kinds.AGENT, Kinds.TASK);
    /** Documents of these kinds may name each other in any order. */
    private static final List<String> TO_BE = List.of(Kinds.AGENT, Kinds.PERSON, Kinds.GROUP_KIND);

    private static final String STAYS = " The version that was loaded before stays in force.";
    private static final String NOT_LOADED = " It is not loaded; the other documents are.";

    private final Inventory before;
    private final Sources sources;
    private final Map<Key, Reading> candidates = new LinkedHashMap<>();
    private final Map<Key, Reading> inForce = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private Map<String, Set<String>> colleagues = Map.of();

    Stocktaking(Inventory before, Sources sources) {
        this.before = before;
        this.sources = sources;
    }

    /** Adds a document; one of the same kind and name that came earlier stays. */
    void add(Reading reading) {
        if (reading.piece().isEmpty() && !failed(reading.problems())) {
            problems.addAll(reading.problems()); // left alone, and said
            return;
        }
        var first = candidates.putIfAbsent(reading.key(), reading);
        if (first != null && !BuiltIn.NAME.equals(reading.document().file())) {
            problems.add(twice(reading, first));
        }
    }

    void add(List<Problem> more) {
        problems.addAll(more);
    }

    /** Brings back what a file or folder held before it broke so that its names are unknown. */
    void keepFrom(String file) {
        var inside = file + File.separator;
        before.inForce().values().stream()
                .filter(reading -> (reading.document().file() + File.separator).startsWith(inside))
                .forEach(reading -> candidates.putIfAbsent(reading.key(), reading));
    }

    /** Whether an agent uses a model of this name that nobody has brought. */
    boolean lacksModel(String name) {
        return !candidates.containsKey(new Key(Kinds.LLM, name))
                && candidates.values().stream()
                        .anyMatch(reading -> uses(reading, name)
                                || uses(
                                        before.inForce().getOrDefault(reading.key(), reading),
                                        name));
    }

    private static boolean uses(Reading reading, String model) {
        return reading.piece().isPresent()
                && reading.piece().get() instanceof Piece.Agent agent
                && agent.spec().model().equals(model);
    }

    private static Problem twice(Reading reading, Reading first) {
        var applied = AppliedFolder.NAME.equals(reading.document().file());
        return new Problem(
                applied ? Severity.WARNING : Severity.ERROR,
                reading.document().file(),
                reading.document().line(),
                reading.document().title(),
                "metadata.name",
                reading.key() + " stands in " + first.document().file() + ":"
                        + first.document().line() + " already, and that one holds.");
    }

    Inventory take() {
        colleagues = colleagues();
        candidates.values().stream().filter(r -> !LAST.contains(r.kind())).forEach(this::settle);
        for (String kind : LAST) {
            candidates.values().stream().filter(r -> r.kind().equals(kind)).forEach(this::settle);
        }
        return new Inventory(inForce, problems);
    }

    private void settle(Reading reading) {
        var known = known(reading.kind());
        var found = reading.problems(known);
        if (!failed(found)) {
            problems.addAll(found);
            inForce.put(reading.key(), reading);
            return;
        }
        var last = before.inForce().get(reading.key());
        var stays = last != null && !loosened(last, known);
        if (stays) {
            inForce.put(last.key(), last);
        }
        found.forEach(problem -> problems.add(ending(problem, stays ? STAYS : NOT_LOADED)));
    }

    /**
     * A last good agent whose policy or model is gone is not brought back without it, nor a group
     * that other groups lead back to by now.
     */
    private static boolean loosened(Reading last, Known known) {
        return List.of(Kinds.AGENT, Kinds.GROUP_KIND).contains(last.kind())
                && failed(last.problems(known));
    }

    /** The agents that each agent names, as the documents have it now. */
    private Map<String, Set<String>> colleagues() {
        var all = new HashMap<String, Set<String>>();
        candidates.values().stream()
                .flatMap(reading -> reading.piece().stream())
                .forEach(piece -> {
                    if (piece instanceof Piece.Agent(AgentSpec agent)) {
                        all.put(agent.name(), agent.colleagues());
                    }
                });
        return all;
    }

    /** What a document of this kind may name. */
    private Known known(String settling) {
        var names = new HashMap<String, Set<String>>();
        var people = new HashMap<String, Person>();
        var circles = new ArrayList<GroupSpec>();
        inForce.forEach((key, reading) -> {
            names.computeIfAbsent(key.kind(), any -> new HashSet<>()).add(key.name());
            if (reading.piece().orElseThrow() instanceof Piece.Human human) {
                people.put(key.name(), human.spec());
            } else if (reading.piece().orElseThrow() instanceof Piece.Circle circle) {
                circles.add(circle.spec());
            }
        });
        if (TO_BE.contains(settling)) {
            names.computeIfAbsent(settling, k -> new HashSet<>()).addAll(toBe(settling));
        }
        if (settling.equals(Kinds.LLM)) {
            names.put(Kinds.LLM, toBe(Kinds.LLM));
        }
        GroupSpec.joined(people.values(), circles).forEach(p -> people.put(p.name(), p));
        return new Known(
                names, people, circles, sources.builtins(), colleagues, sources.keptElsewhere());
    }

    /** Agents may name each other in any order, and so may groups and models. */
    private Set<String> toBe(String kind) {
        var names = new HashSet<String>();
        candidates.keySet().stream()
                .filter(key -> key.kind().equals(kind))
                .forEach(key -> names.add(key.name()));
        return names;
    }

    private static Problem ending(Problem problem, String ending) {
        return problem.severity() == Severity.WARNING
                ? problem
                : new Problem(
                        problem.severity(),
                        problem.file(),
                        problem.line(),
                        problem.document(),
                        problem.path(),
                        problem.message() + ending);
    }

    static boolean failed(List<Problem> problems) {
        return problems.stream().anyMatch(p -> p.severity() == Severity.ERROR);
    }
}
