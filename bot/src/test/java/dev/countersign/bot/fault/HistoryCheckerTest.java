package dev.countersign.bot.fault;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.countersign.bot.fault.HistoryChecker.Promise;
import dev.countersign.bot.fault.HistoryChecker.Violation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Each promise is broken once in a history that is well otherwise, and it is seen. */
class HistoryCheckerTest {
    private static final Recorded DECIDED =
            new Recorded("r1", 3, "decided", "q1", "c1", "p1", "approved", "abc");
    private static final Recorded STARTED =
            new Recorded("r1", 4, "started", "", "c1", "", "", "abc");

    /** One change that was asked for, approved, contested and made. */
    private static final List<Event> WELL = List.of(
            new Begun("p1", "r1", "change-1"),
            new Shown("r1", "q1", "approve", "abc"),
            new Told("p1", "q1", 200, "approved", "p1"),
            new Told("p2", "q1", 409, "approved", "p1"),
            new Told("p3", "q1", 503, "", ""),
            new Answered("r1", "ConfigMap change-1 in default was created"),
            new Recorded("r1", 2, "asked", "q1", "c1", "", "", "abc"),
            DECIDED,
            STARTED,
            new Stands("q1", "r1", "approved", "p1"),
            new Rests("r1", "resting"),
            new Changed("change-1", 1, true),
            new Heard("msg_1", "q1"),
            new Quiet(0, 0, 0));

    @TempDir
    private Path folder;

    private static List<Event> with(Event event) {
        var all = new ArrayList<>(WELL);
        all.add(event);
        return all;
    }

    private static List<Event> without(Predicate<Event> what) {
        return WELL.stream().filter(what.negate()).toList();
    }

    private static List<Event> instead(Class<? extends Event> of, Event event) {
        var all = new ArrayList<>(without(of::isInstance));
        all.add(event);
        return all;
    }

    private static void breaks(Promise promise, List<Event> history) {
        assertThat(HistoryChecker.violations(history))
                .extracting(Violation::promise)
                .contains(promise);
    }

    @Test
    void a_history_in_which_all_is_well_breaks_no_promise() {
        assertThat(HistoryChecker.violations(WELL)).isEmpty();
    }

    @Test
    void a_start_without_a_yes_to_its_hash_is_seen() {
        var promise = Promise.NOTHING_RUNS_WITHOUT_AN_APPROVAL_OF_ITS_HASH;
        breaks(promise, without(DECIDED::equals));
        breaks(promise, with(new Recorded("r1", 5, "started", "", "c1", "", "", "other")));
        breaks(promise, with(new Recorded("r1", 1, "started", "", "c1", "", "", "abc")));
        breaks(promise, instead(Shown.class, new Shown("r1", "q1", "approve", "other")));
        breaks(promise, without(STARTED::equals));
        breaks(promise, with(new Changed("nobody-asked", 1, true)));
        breaks(promise, instead(Changed.class, new Changed("change-1", 1, false)));
    }

    @Test
    void a_second_decision_is_seen() {
        var promise = Promise.AT_MOST_ONE_DECISION;
        var second = new Recorded("r1", 5, "decided", "q1", "c1", "p2", "rejected", "abc");
        breaks(promise, with(second));
        breaks(promise, with(new Told("p4", "q1", 409, "rejected", "p2")));
        breaks(promise, with(new Told("p4", "q1", 200, "approved", "p4")));
    }

    @Test
    void a_decision_that_was_told_and_is_not_recorded_is_seen() {
        var promise = Promise.TOLD_RECORDED_IS_RECORDED;
        breaks(promise, instead(Stands.class, new Stands("q1", "r1", "rejected", "p2")));
        breaks(promise, instead(Stands.class, new Stands("q1", "r1", "approved", "p2")));
        breaks(promise, without(Stands.class::isInstance));
    }

    @Test
    void a_question_that_never_ends_is_seen() {
        breaks(
                Promise.EVERY_QUESTION_ENDS,
                with(new Recorded("r1", 5, "asked", "q2", "c1", "", "", "abc")));
        breaks(
                Promise.EVERY_QUESTION_ENDS,
                with(new Stands("q1", "r1", "open", "")).stream()
                        .filter(one -> !one.equals(new Stands("q1", "r1", "approved", "p1")))
                        .toList());
    }

    @Test
    void a_secret_in_a_log_is_seen() {
        breaks(Promise.NO_SECRET_IN_LOGS, with(new Leaked("a token", "the log")));
    }

    @Test
    void a_decision_that_nobody_was_told_of_or_under_two_ids_is_seen() {
        var promise = Promise.EVERY_DECISION_IS_TOLD_UNDER_ONE_ID;
        breaks(promise, without(Heard.class::isInstance));
        breaks(promise, with(new Heard("msg_2", "q1")));
        assertThat(HistoryChecker.violations(with(new Heard("msg_1", "q1")))).isEmpty();
    }

    @Test
    void what_is_left_undone_is_seen() {
        var promise = Promise.EVERYTHING_FINISHES_BY_ITSELF;
        breaks(promise, instead(Quiet.class, new Quiet(1, 0, 0)));
        breaks(promise, without(Quiet.class::isInstance));
        breaks(promise, instead(Rests.class, new Rests("r1", "acting")));
    }

    @Test
    void a_change_that_was_made_twice_or_not_at_all_is_seen() {
        var promise = Promise.EACH_APPROVED_CHANGE_ONCE;
        breaks(promise, instead(Changed.class, new Changed("change-1", 2, true)));
        breaks(promise, without(Changed.class::isInstance));
        breaks(promise, instead(Answered.class, new Answered("r1", "not now")));
    }

    @Test
    void a_history_that_was_kept_is_read_as_it_was() throws Exception {
        var history = new History();
        WELL.forEach(history::add);
        var file = history.keep(folder.resolve("kept.jsonl"));
        assertThat(History.read(file)).isEqualTo(WELL);
    }

    /** A run that went wrong is looked at again: {@code -Dcountersign.history=FILE}. */
    @Test
    @EnabledIfSystemProperty(named = "countersign.history", matches = ".+")
    void a_given_history_breaks_no_promise() throws Exception {
        var file = Path.of(System.getProperty("countersign.history"));
        assertThat(HistoryChecker.violations(History.read(file))).isEmpty();
    }
}
