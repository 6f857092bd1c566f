package dev.countersign.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Gate.OnExpiry;
import dev.countersign.agent.run.Gate.Rung;
import dev.countersign.agent.run.Gate.Schedule;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.channels.ChannelFailure.Remedy;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Outbound.Occasion;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Nobody decides for a while, or at all. */
public abstract class TimeNegative extends EngineStory {
    private static final Schedule APPROVES =
            new Schedule(List.of(), List.of(), Optional.of(Duration.ofHours(4)), OnExpiry.APPROVE);

    @Test
    void timeout_text_differs_from_rejection() {
        var run = changing();
        at.asks(run);
        at.passes(Duration.ofHours(24));
        at.rests(run);
        assertThat(at.results(run))
                .containsExactly("No decision was made within 24 hours."
                        + " The tool call was not run. Nobody rejected it.");
    }

    @Test
    void reminder_fires_once_after_restart() {
        var chat = at.reaches("slack", Optional.empty(), "C1");
        at.agentAsksBy("slack");
        var run = changing();
        at.asks(run);
        at.passes(Duration.ofHours(12));
        at.restarts();
        at.passes(Duration.ofSeconds(1));
        at.restarts();
        assertThat(at.record(run, Entry.Kind.PRODDED)).hasSize(1);
        // What the first process had taken and not sent is free when its claim is over.
        at.passes(Duration.ofMinutes(3));
        await().until(() -> chat.asked(Occasion.REMINDER).size() == 1);
    }

    @Test
    void clock_step_forward() {
        var chat = at.reaches("slack", Optional.empty(), "C1");
        at.agentAsksBy("slack");
        var run = changing();
        at.asks(run);
        at.passes(Duration.ofHours(20));
        at.passes(Duration.ZERO);
        assertThat(at.record(run, Entry.Kind.PRODDED)).hasSize(1);
        at.passes(Duration.ofHours(4).minusSeconds(1));
        assertThat(at.record(run, Entry.Kind.EXPIRED)).isEmpty();
        at.passes(Duration.ofDays(3));
        at.passes(Duration.ofDays(3));
        at.rests(run);
        assertThat(at.record(run, Entry.Kind.EXPIRED)).hasSize(1);
        await().until(() -> chat.asked(Occasion.REMINDER).size() == 1);
    }

    @Test
    void a_reminder_goes_to_each_person_who_has_not_voted() {
        var mail = at.reaches("email", Optional.of("email"), "ops@example.com");
        at.under(Rules.changes("two").by(2, "dana", "li", "ana").over("email").rule());
        var run = changing();
        var key = at.asks(run).key();
        await("two people, and a notice to an address of nobody")
                .until(() -> mail.asked(Occasion.FIRST).size() == 3);
        at.approves("dana", key);
        at.passes(Duration.ofHours(12));
        await().until(() -> mail.asked(Occasion.REMINDER).size() == 1);
        assertThat(mail.asked(Occasion.REMINDER)).singleElement().satisfies(ask -> {
            assertThat(ask.addressee()).contains("li");
            assertThat(ask.to().place()).isEqualTo("li@example.com");
        });
    }

    @Test
    void escalation_asks_further_places_and_settles_them() {
        var chat = at.reaches("slack", Optional.empty(), "C1");
        var pager = at.reaches("pager", Optional.empty(), "P1");
        var ladder = new Schedule(
                List.of(Duration.ofMinutes(30)),
                List.of(new Rung(Duration.ofHours(2), List.of("pager"))),
                Optional.of(Duration.ofHours(4)),
                OnExpiry.REJECT);
        at.under(Rules.changes("ours").over("slack").timed(ladder).rule());
        var run = changing();
        var key = at.asks(run).key();
        await().until(() -> chat.asked(Occasion.FIRST).size() == 1);
        at.passes(Duration.ofHours(1));
        assertThat(pager.carried).isEmpty();
        at.passes(Duration.ofHours(1));
        await().until(() -> pager.asked(Occasion.ESCALATION).size() == 1);
        at.approves("dana", key);
        await().until(() -> !pager.carried(Outbound.Settle.class).isEmpty()
                && !chat.carried(Outbound.Settle.class).isEmpty());
    }

    @Test
    void never_by_name_does_not_expire() {
        var never = new Schedule(List.of(), List.of(), Optional.empty(), OnExpiry.REJECT);
        at.under(Rules.changes("never").timed(never).rule());
        var run = changing();
        var open = at.asks(run);
        at.passes(Duration.ofDays(1000));
        assertThat(at.asks(run)).isEqualTo(open);
        at.approves("dana", open.key());
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void expiry_approves_only_where_the_rule_says_so() {
        at.under(Rules.changes("lenient").timed(APPROVES).rule());
        var run = changing();
        at.asks(run);
        at.passes(Duration.ofHours(4));
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void expiry_never_approves_what_destroys_or_may() {
        for (var kind : List.of(ToolClass.DESTRUCTIVE, ToolClass.UNKNOWN)) {
            at.without(write);
            write = at.with(CountingTool.of("change", kind));
            at.under(Rules.changes("lenient").timed(APPROVES).rule());
            var run = changing();
            at.asks(run);
            at.passes(Duration.ofHours(4));
            at.rests(run);
            assertThat(write.ran).isEmpty();
        }
    }

    @Test
    void expiry_approves_nothing_that_nobody_could_see() {
        var chat = at.reaches("slack", Optional.empty(), "C1");
        chat.loses = Optional.of(Remedy.TRY_LATER);
        at.under(Rules.changes("lenient").timed(APPROVES).over("slack").rule());
        var run = changing();
        at.asks(run);
        at.passes(Duration.ofHours(4));
        at.rests(run);
        assertThat(write.ran).isEmpty();
        assertThat(at.results(run).getFirst()).startsWith("Nobody could be reached");
    }

    @Test
    void auto_approve_not_inherited() {
        at.under(
                Rules.changes("large")
                        .where(facts -> facts.arguments().contains("9"))
                        .by(1, "dana", "li")
                        .rule(),
                Rules.changes("lenient").by(1, "dana", "li").timed(APPROVES).rule());
        var run = changing();
        var edit = new Choice.Edit("{\"n\":9}", Optional.empty());
        at.chooses("dana", at.asks(run).key(), edit);
        at.passes(Duration.ofHours(24));
        at.rests(run);
        assertThat(write.ran).isEmpty();
        assertThat(at.results(run).getFirst()).startsWith("No decision was made");
    }
}
