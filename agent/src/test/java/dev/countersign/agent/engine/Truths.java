package dev.countersign.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.engine.Sequence.Promise;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Entry.Kind;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.tool.Invocation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What must hold of every history when it is over, read from its record alone: the model knows
 * nothing of how the machine comes to its decisions.
 */
final class Truths {
    private static final Pattern NEEDED = Pattern.compile("needed (\\d+)");
    /** A turn that somebody caused is a question that is asked again. */
    private static final Set<Kind> KEPT = Set.of(Kind.DECIDED, Kind.VOTED, Kind.EDITED, Kind.TURN);

    private static final Set<Kind> YES = Set.of(Kind.DECIDED, Kind.VOTED);

    private final Sequence told;
    private final Map<String, List<Invocation>> ran;
    private final List<Happening> happened;

    private Truths(Sequence told) {
        this.told = told;
        this.ran = told.write.ran.stream().collect(Collectors.groupingBy(Invocation::key));
        this.happened = new ArrayList<>(told.happened);
    }

    /** Fails where one of them does not hold; says what has happened otherwise. */
    static Collection<Happening> holdIn(Sequence told) {
        return new Truths(told).hold();
    }

    private List<Happening> hold() {
        var all = new ArrayList<Entry>();
        for (var run : told.runs) {
            everyQuestionEnds(run);
            var record = told.at.stores.archive().record(run, 1).stream()
                    .map(Archive.Recorded::entry)
                    .toList();
            all.addAll(record);
            oneEndForEachVersion(record);
            nobodyCountsTwice(record);
            told.at.calls(run).forEach(call -> {
                var mine = of(call.id(), record);
                new Approval(happened).holds(mine);
                var invoked = ran.getOrDefault(run + "/" + call.id(), List.of());
                runsNoOftenerThanStarted(invoked.size(), mine);
                invoked.forEach(i -> assertThat(i.arguments()).isEqualTo(call.arguments()));
            });
        }
        everyPromiseIsKept(all);
        noChoiceIsTakenTwice(all);
        noGrantGoesTooFar(all);
        all.forEach(entry -> happening(entry).ifPresent(happened::add));
        return happened;
    }

    private void everyQuestionEnds(String run) {
        assertThat(told.at.run(run).questions()).as("open questions").isEmpty();
        assertThat(told.at.run(run).phase())
                .isInstanceOfAny(Phase.Resting.class, Phase.Closed.class);
    }

    private static List<Entry> of(String call, List<Entry> record) {
        return record.stream()
                .filter(e -> e.call().filter(call::equals).isPresent())
                .toList();
    }

    /** A process that dies between start and tool has started what never ran. */
    private void runsNoOftenerThanStarted(int times, List<Entry> record) {
        long started = record.stream().filter(e -> e.kind() == Kind.STARTED).count();
        if (told.happened.contains(Happening.KILLED)) {
            assertThat((long) times).as("runs of a call").isLessThanOrEqualTo(started);
        } else {
            assertThat((long) times).as("runs of a call").isEqualTo(started);
        }
    }

    private static void oneEndForEachVersion(List<Entry> record) {
        var ends = record.stream()
                .filter(e -> e.kind() == Kind.DECIDED)
                .map(e -> e.question().orElseThrow() + " " + e.details().get("version"))
                .toList();
        assertThat(ends).as("decisions").doesNotHaveDuplicates();
        var expired = record.stream()
                .filter(e -> e.kind() == Kind.EXPIRED)
                .map(e -> e.question().orElseThrow())
                .toList();
        assertThat(expired).as("expiries").doesNotHaveDuplicates();
    }

    /** Follows each question from one version to the next, and counts the people of its yes. */
    private static void nobodyCountsTwice(List<Entry> record) {
        Map<String, Set<String>> yes = new HashMap<>();
        Map<String, Integer> needed = new HashMap<>();
        for (var entry : record) {
            var key = entry.question().orElse("");
            if (entry.kind() == Kind.ASKED) {
                yes.put(key, new HashSet<>());
                needed.put(key, needed(entry.details().get("approvers")));
            } else if (YES.contains(entry.kind()) && isOrdinaryYes(entry)) {
                var person = entry.details().get("insteadOf");
                var voice = person == null ? entry.by().orElseThrow() : person;
                assertThat(yes.get(key).add(voice)).as("first yes of " + voice).isTrue();
                if (entry.kind() == Kind.DECIDED) {
                    assertThat(yes.get(key)).as("people").hasSize(needed.get(key));
                }
            }
        }
    }

    private static int needed(String approvers) {
        return NEEDED.matcher(approvers)
                .results()
                .mapToInt(m -> Integer.parseInt(m.group(1)))
                .sum();
    }

    private static boolean isOrdinaryYes(Entry entry) {
        return entry.kind() == Kind.VOTED
                || entry.details().get("ending").equals("APPROVED")
                        && !entry.details().containsKey("breakGlass");
    }

    private void everyPromiseIsKept(List<Entry> record) {
        count(told.promises).forEach((promise, count) -> assertThat(mine(promise, KEPT, record))
                .as("kept of " + promise)
                .isGreaterThanOrEqualTo(count));
    }

    /** An edit is on the record beside its editor's vote; nothing else is there twice. */
    private void noChoiceIsTakenTwice(List<Entry> record) {
        count(told.choices).forEach((choice, count) -> {
            long votes = mine(choice, YES, record) + mine(choice, Set.of(Kind.DECLINED), record);
            long edits = mine(choice, Set.of(Kind.EDITED), record);
            assertThat(Math.max(votes, edits)).as("taken of " + choice).isLessThanOrEqualTo(count);
        });
    }

    private static Map<Promise, Long> count(List<Promise> all) {
        return all.stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static long mine(Promise promise, Set<Kind> kinds, List<Entry> record) {
        return record.stream()
                .filter(e -> kinds.contains(e.kind()))
                .filter(e -> e.by().filter(promise.person()::equals).isPresent())
                .filter(e -> e.question().filter(promise.key().value()::equals).isPresent())
                .count();
    }

    private void noGrantGoesTooFar(List<Entry> record) {
        Map<String, Integer> left = new HashMap<>();
        record.stream()
                .filter(e -> e.kind() == Kind.DECIDED && e.details().containsKey("grant"))
                .forEach(e -> left.put(
                        e.details().get("grant"), Integer.parseInt(e.details().get("grant.uses"))));
        record.stream().filter(e -> e.kind() == Kind.CLEARED).forEach(e -> {
            var grant = e.details().get("grant");
            assertThat(left).as("grants that were given").containsKey(grant);
            assertThat(left.merge(grant, -1, Integer::sum))
                    .as("left of a grant")
                    .isGreaterThanOrEqualTo(0);
            var end = Optional.ofNullable(told.revoked.get(grant));
            assertThat(end.filter(t -> t.isBefore(e.at()))).as("revoked before").isEmpty();
        });
    }

    private static Optional<Happening> happening(Entry entry) {
        return Optional.ofNullable(
                switch (entry.kind()) {
                    case VOTED ->
                        entry.details().containsKey("opens")
                                ? Happening.STAGE_PASSED
                                : Happening.VOTED;
                    case DECIDED -> decided(entry);
                    case DECLINED -> Happening.DECLINED;
                    case EDITED -> Happening.EDITED;
                    case CLEARED -> Happening.GRANT_USED;
                    case REVOKED -> Happening.GRANT_REVOKED;
                    case LOST -> Happening.LOST;
                    case EXPIRED -> Happening.EXPIRED;
                    case TURN ->
                        entry.details().containsKey("again") ? Happening.ASKED_AGAIN : null;
                    case MOVED -> Happening.RULE_TIGHTENED;
                    case CLOSED -> Happening.CANCELLED;
                    case PRODDED ->
                        entry.details().get("approvers").contains("oncall")
                                ? Happening.ESCALATED
                                : Happening.REMINDED;
                    default -> null;
                });
    }

    private static Happening decided(Entry entry) {
        var details = entry.details();
        return details.containsKey("grant")
                ? Happening.GRANTED
                : details.containsKey("breakGlass")
                        ? Happening.GLASS_BROKEN
                        : details.containsKey("insteadOf") ? Happening.STOOD_IN : Happening.DECIDED;
    }
}
