package dev.countersign.bot.fault;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.countersign.bot.fault.Event.Answered;
import dev.countersign.bot.fault.Event.Begun;
import dev.countersign.bot.fault.Event.Changed;
import dev.countersign.bot.fault.Event.Heard;
import dev.countersign.bot.fault.Event.Leaked;
import dev.countersign.bot.fault.Event.Quiet;
import dev.countersign.bot.fault.Event.Recorded;
import dev.countersign.bot.fault.Event.Rests;
import dev.countersign.bot.fault.Event.Shown;
import dev.countersign.bot.fault.Event.Stands;
import dev.countersign.bot.fault.Event.Told;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads a history and says which of the seven promises was broken where, and whether all that was
 * approved was done, once. Each promise is one function of the history alone.
 */
final class HistoryChecker {
    private static final Set<String> ENDED =
            Set.of("approved", "rejected", "answered", "expired", "cancelled");
    private static final Set<String> DECIDED = Set.of("approved", "rejected", "answered");

    private final List<Event> history;

    private HistoryChecker(List<Event> history) {
        this.history = history;
    }

    /** A promise, and where it was not kept. */
    record Violation(Promise promise, String where) {}

    /** The seven invariants, and what follows from them: each approved change is made once. */
    enum Promise {
        NOTHING_RUNS_WITHOUT_AN_APPROVAL_OF_ITS_HASH(HistoryChecker::unapproved),
        AT_MOST_ONE_DECISION(HistoryChecker::decidedTwice),
        TOLD_RECORDED_IS_RECORDED(HistoryChecker::promisedInVain),
        EVERY_QUESTION_ENDS(HistoryChecker::unended),
        NO_SECRET_IN_LOGS(HistoryChecker::leaks),
        EVERY_DECISION_IS_TOLD_UNDER_ONE_ID(HistoryChecker::untold),
        EVERYTHING_FINISHES_BY_ITSELF(HistoryChecker::unfinished),
        EACH_APPROVED_CHANGE_ONCE(HistoryChecker::notOnce);

        private final Function<HistoryChecker, Stream<String>> broken;

        Promise(Function<HistoryChecker, Stream<String>> broken) {
            this.broken = broken;
        }
    }

    static List<Violation> violations(List<Event> history) {
        var checker = new HistoryChecker(history);
        return Stream.of(Promise.values())
                .flatMap(promise ->
                        promise.broken.apply(checker).map(where -> new Violation(promise, where)))
                .toList();
    }

    private <T extends Event> Stream<T> all(Class<T> type) {
        return history.stream().filter(type::isInstance).map(type::cast);
    }

    private Stream<Recorded> recorded(String kind) {
        return all(Recorded.class).filter(line -> line.kind().equals(kind));
    }

    /** A start that no yes to the same bytes came before, or bytes that nobody was shown. */
    private Stream<String> unapproved() {
        var decided = recorded("decided").toList();
        var shown = all(Shown.class).map(Shown::digest).toList();
        var starts = recorded("started")
                .filter(start -> decided.stream().noneMatch(yes -> allows(yes, start))
                        || !shown.contains(start.digest()))
                .map(start -> "started without a yes: " + start);
        var started = recorded("started").map(Recorded::run).toList();
        var runs = runs();
        var changes = all(Changed.class)
                .filter(change -> change.times() > 0)
                .filter(change -> !change.asAsked() || !started.contains(runs.get(change.object())))
                .map(change -> "the cluster saw what was not started so: " + change);
        return Stream.concat(starts, changes);
    }

    private static boolean allows(Recorded yes, Recorded start) {
        return yes.run().equals(start.run())
                && yes.call().equals(start.call())
                && yes.digest().equals(start.digest())
                && yes.verdict().equals("approved")
                && yes.number() <= start.number();
    }

    /** A question that has moved may be decided anew; and all are told of the same decision. */
    private Stream<String> decidedTwice() {
        var moves = recorded("moved").collect(groupingBy(Recorded::question));
        var records = recorded("decided").collect(groupingBy(Recorded::question));
        var often = records.entrySet().stream()
                .filter(one -> one.getValue().size()
                        > 1 + moves.getOrDefault(one.getKey(), List.of()).size())
                .map(one -> "decided more than once: " + one.getValue());
        var told = all(Told.class)
                .filter(one -> !one.verdict().isEmpty())
                .collect(groupingBy(Told::question));
        var unlike = told.values().stream()
                .filter(all -> all.stream().map(Told::verdict).distinct().count() > 1
                        || all.stream().filter(one -> one.status() == 200).count()
                                > 1
                                        + moves.getOrDefault(all.getFirst().question(), List.of())
                                                .size())
                .map(all -> "people were told differently: " + all);
        return Stream.concat(often, unlike);
    }

    private Stream<String> promisedInVain() {
        var stands = all(Stands.class).collect(toMap(Stands::question, s -> s, (a, b) -> b));
        return all(Told.class)
                .filter(told -> !told.verdict().isEmpty())
                .filter(told -> !isSo(told, stands.get(told.question())))
                .map(told -> told + " but it stands as " + stands.get(told.question()));
    }

    private static boolean isSo(Told told, Stands stands) {
        return stands != null
                && stands.state().equals(told.verdict())
                && stands.by().equals(told.by());
    }

    private Stream<String> unended() {
        var ended = all(Stands.class)
                .filter(stands -> ENDED.contains(stands.state()))
                .map(Stands::question)
                .toList();
        return Stream.concat(
                        all(Shown.class).map(Shown::question),
                        recorded("asked").map(Recorded::question))
                .distinct()
                .filter(question -> !ended.contains(question))
                .map(question -> "never ended: " + question);
    }

    private Stream<String> leaks() {
        return all(Leaked.class).map(Leaked::toString);
    }

    private Stream<String> untold() {
        var heard = all(Heard.class).collect(groupingBy(Heard::question));
        return all(Stands.class)
                .filter(stands -> DECIDED.contains(stands.state()))
                .map(Stands::question)
                .distinct()
                .filter(question -> !underOneId(heard.getOrDefault(question, List.of())))
                .map(question -> question + " was told as " + heard.get(question));
    }

    private boolean underOneId(List<Heard> heard) {
        var decisions = heard.isEmpty()
                ? 1
                : recorded("decided")
                        .filter(line -> line.question().equals(heard.getFirst().question()))
                        .count();
        return heard.stream().map(Heard::id).distinct().count() == decisions;
    }

    private Stream<String> unfinished() {
        var rests = all(Rests.class).collect(toMap(Rests::run, Rests::phase, (a, b) -> b));
        var runs = all(Begun.class)
                .filter(begun -> !"resting".equals(rests.get(begun.run())))
                .map(begun -> "not at rest: " + begun + " " + rests.get(begun.run()));
        var left = all(Quiet.class)
                .filter(quiet -> quiet.messages() + quiet.deliveries() + quiet.questions() > 0)
                .map(quiet -> "left undone: " + quiet);
        var never = Stream.of("it never was quiet")
                .filter(words -> all(Quiet.class).findAny().isEmpty());
        return Stream.of(runs, left, never).flatMap(all -> all);
    }

    /** What was approved was made once, or its client was told that it was not; else never. */
    private Stream<String> notOnce() {
        var runs = runs();
        var times = all(Changed.class).collect(toMap(Changed::object, Changed::times, (a, b) -> b));
        var words = all(Answered.class).collect(toMap(Answered::run, Answered::words, (a, b) -> b));
        return runs.entrySet().stream()
                .filter(one -> {
                    var made = times.getOrDefault(one.getKey(), 0);
                    return made > 1
                            || (made == 1) != saysMade(words.getOrDefault(one.getValue(), ""));
                })
                .map(one -> one + " was made " + times.getOrDefault(one.getKey(), 0)
                        + " times, and its client read: " + words.get(one.getValue()));
    }

    /** What an earlier try had made is found unchanged by a later one. */
    private static boolean saysMade(String words) {
        return Stream.of("was created", "was unchanged", Client.IT_RAN).anyMatch(words::contains);
    }

    private Map<String, String> runs() {
        return all(Begun.class)
                .filter(begun -> Objects.nonNull(begun.run()))
                .collect(toMap(Begun::object, Begun::run, (a, b) -> b));
    }
}
