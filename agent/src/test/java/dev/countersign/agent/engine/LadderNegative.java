package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.calls;
import static dev.countersign.agent.engine.Workplace.says;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.time.DayOfWeek.SUNDAY;

import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.hours.Quiet;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Gate.OnExpiry;
import dev.countersign.agent.run.Gate.Rung;
import dev.countersign.agent.run.Gate.Schedule;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Outbound.Occasion;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions.Reply;
import dev.countersign.channels.Questions.Verdict;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/** Hours in which nobody is reminded, people who are asked later, and calls asked about again. */
public abstract class LadderNegative extends EngineStory {
    private static final Quiet NIGHT =
            new Quiet(LocalTime.of(22, 0), LocalTime.of(7, 0), List.of(SUNDAY), "Europe/Berlin");

    /** The clock starts on a Monday at 10:00 UTC, which is 11:00 in Berlin. */
    @Test
    void quiet_hours_move_reminders_and_rungs_but_never_the_end() {
        var chat = at.reaches("slack", Optional.empty(), "C1");
        var pager = at.reaches("pager", Optional.empty(), "P1");
        var schedule = new Schedule(
                List.of(Duration.ofHours(12)),
                List.of(new Rung(Duration.ofHours(14), List.of("pager"))),
                Optional.of(Duration.ofHours(24)),
                OnExpiry.REJECT,
                Optional.of(NIGHT));
        at.under(Rules.changes("ours").over("slack").timed(schedule).rule());
        var run = changing();
        at.asks(run);
        at.passes(Duration.ofHours(20).minusSeconds(1)); // 06:59:59 in Berlin
        assertThat(at.record(run, Entry.Kind.PRODDED)).isEmpty();
        at.passes(Duration.ofSeconds(1));
        assertThat(at.record(run, Entry.Kind.PRODDED)).hasSize(1);
        await().until(() -> chat.asked(Occasion.REMINDER).size() == 1
                && pager.asked(Occasion.ESCALATION).size() == 1);
        at.passes(Duration.ofHours(4).minusSeconds(1));
        assertThat(at.record(run, Entry.Kind.EXPIRED)).isEmpty();
        at.passes(Duration.ofSeconds(1));
        at.rests(run);
        assertThat(at.record(run, Entry.Kind.EXPIRED)).hasSize(1);
    }

    @Test
    void a_question_that_ends_in_quiet_hours_ends_in_them() {
        var schedule = new Schedule(
                List.of(),
                List.of(),
                Optional.of(Duration.ofHours(15)),
                OnExpiry.REJECT,
                Optional.of(NIGHT));
        at.under(Rules.changes("ours").timed(schedule).rule());
        var run = changing();
        at.asks(run);
        at.passes(Duration.ofHours(15));
        at.rests(run);
        assertThat(at.record(run, Entry.Kind.EXPIRED)).hasSize(1);
    }

    @Test
    void further_people_decide_from_their_rung_on() {
        var mail = at.reaches("email", Optional.of("email"), "leads@example.com");
        at.person("zoe", "leads");
        var ladder = new Schedule(
                List.of(),
                List.of(new Rung(
                        Duration.ofHours(2), List.of("email"), List.of(), List.of("leads"))),
                Optional.of(Duration.ofHours(4)),
                OnExpiry.REJECT);
        at.under(Rules.changes("ours").by(1, "dana").timed(ladder).rule());
        var run = changing();
        var key = at.asks(run).key();
        assertThat(at.approves("zoe", key).verdict()).isEqualTo(Verdict.NOT_ALLOWED);
        at.passes(Duration.ofHours(2));
        await().until(() -> mail.asked(Occasion.ESCALATION).size() == 3);
        assertThat(mail.asked(Occasion.ESCALATION))
                .filteredOn(ask -> ask.addressee().isEmpty())
                .singleElement()
                .satisfies(list -> assertThat(list.to().place()).isEqualTo("leads@example.com"));
        assertThat(at.asks(run).card().deciders().groups()).containsExactly("leads");
        assertThat(at.approves("zoe", key).verdict()).isEqualTo(Verdict.RECORDED);
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void an_expired_call_is_asked_again_as_a_new_question() {
        var chat = at.reaches("slack", Optional.empty(), "C1");
        at.under(Rules.changes("ours").by(1, "dana").over("slack").rule());
        at.takes(calls(call("change", "{\"n\":1}")), says("Nobody came."), says("Done."));
        var run = at.hears("change it");
        var old = at.asks(run).key();
        assertThat(again("ana", old).verdict()).isEqualTo(Verdict.UNCLEAR);
        at.passes(Duration.ofHours(24));
        at.rests(run);
        assertThat(again("li", old).verdict()).isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(again("ana", old).verdict()).isEqualTo(Verdict.RECORDED);
        var fresh = at.asks(run);
        assertThat(fresh.key()).isNotEqualTo(old);
        assertThat(again("dana", old).verdict()).isEqualTo(Verdict.ALREADY_DECIDED);
        assertThat(at.approves("dana", old).verdict()).isEqualTo(Verdict.TOO_LATE);
        assertThat(write.ran).isEmpty();
        assertThat(at.approves("dana", fresh.key()).verdict()).isEqualTo(Verdict.RECORDED);
        assertThat(at.answer(run)).isEqualTo("Done.");
        assertThat(write.ran).hasSize(1);
        await().until(() -> chat.carried(Outbound.Settle.class).stream()
                .anyMatch(s -> s.settlement().then().orElse("").contains("Asked again by ana")));
    }

    @Test
    void asked_again_the_call_is_judged_again() {
        at.under(Rules.changes("ours").by(1, "dana").rule());
        var run = changing();
        var old = at.asks(run).key();
        at.passes(Duration.ofHours(24));
        at.rests(run);
        at.under(Rules.changes("ours").says(Decision.DENY).rule());
        again("ana", old);
        await().until(() -> at.results(run).size() == 2);
        assertThat(at.results(run).getLast()).startsWith("Policy does not allow");
        assertThat(write.ran).isEmpty();
    }

    private Reply again(String person, QuestionKey key) {
        return at.chooses(person, key, new Choice.AskAgain());
    }
}
