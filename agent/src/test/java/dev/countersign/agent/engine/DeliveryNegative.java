package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.calls;
import static dev.countersign.agent.engine.Workplace.says;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.engine.Checkpoint.Point;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Gate.OnExpiry;
import dev.countersign.agent.run.Gate.Rung;
import dev.countersign.agent.run.Gate.Schedule;
import dev.countersign.channels.ChannelFailure.Remedy;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Outbound.Ask;
import dev.countersign.channels.Outbound.Tell;
import dev.countersign.channels.Outbound.Tone;
import dev.countersign.channels.Questions.Verdict;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Messages that come twice, late or never. */
public abstract class DeliveryNegative extends EngineStory {
    private static final Choice YES = new Choice.Approve(Optional.empty());
    private static final Duration LONG = Duration.ofSeconds(20);

    private Pigeon chat;
    private Pigeon api;

    @BeforeEach
    void open_channels() {
        chat = at.reaches("slack", Optional.empty(), "C1");
        api = at.reaches("api", Optional.empty(), "desk");
        at.agentAsksBy("slack");
        at.takes(calls(call("change", "{\"n\":1}")), says("Done."));
    }

    private List<Tell> told(Tone tone) {
        return api.carried(Tell.class).stream().filter(t -> t.tone() == tone).toList();
    }

    /** Lets time pass until the senders have tried often enough. */
    private void triedUntilTold(String run) {
        await().atMost(LONG).until(() -> {
            at.passes(Duration.ofMinutes(5));
            return at.record(run, Entry.Kind.UNDELIVERED).size() == 1;
        });
    }

    @Test
    void duplicate_slack_delivery() {
        var run = at.hears("change it");
        var click = at.click("slack", "U-dana", at.asks(run).key(), YES);
        at.engine().inbox().accept(click);
        at.engine().inbox().accept(click);
        at.rests(run);
        at.engine().inbox().accept(click);
        assertThat(at.stores.postbox().keep(click, at.clock.instant())).isFalse();
        assertThat(at.record(run, Entry.Kind.DECIDED)).hasSize(1);
        assertThat(at.record(run, Entry.Kind.DECLINED)).isEmpty();
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void stale_redelivery_next_day() {
        var run = at.hears("change it");
        var click = at.click("slack", "U-dana", at.asks(run).key(), YES);
        at.engine().inbox().accept(click);
        at.rests(run);
        var before = at.run(run);
        at.restarts();
        at.passes(Duration.ofDays(1));
        at.engine().inbox().accept(click);
        at.restarts();
        assertThat(at.run(run)).isEqualTo(before);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void slack_post_fails() {
        chat.loses = Optional.of(Remedy.TRY_LATER);
        var run = at.hears("change it");
        var key = at.asks(run).key();
        triedUntilTold(run);
        await().until(() -> api.carried(Ask.class).size() == 1);
        await().until(() -> !told(Tone.NOTICE).isEmpty());
        assertThat(told(Tone.NOTICE)).singleElement().satisfies(t -> assertThat(t.text())
                .contains("could not be brought to people by slack"));
        chat.loses = Optional.empty();
        await().atMost(LONG).until(() -> {
            at.passes(Duration.ofMinutes(2));
            return !chat.carried(Ask.class).isEmpty();
        });
        assertThat(at.approves("dana", key).verdict()).isEqualTo(Verdict.RECORDED);
        await().until(() -> api.carried(Outbound.Settle.class).size() == 2);
    }

    /** Nobody remembers that it was broken: the next question goes there first, as before. */
    @Test
    void errored_channel_recovers() {
        chat.loses = Optional.of(Remedy.GIVE_UP);
        var first = at.hears("change it");
        await().until(() -> api.carried(Ask.class).size() == 1);
        chat.loses = Optional.empty();
        at.approves("dana", at.asks(first).key());
        at.rests(first);

        at.takes(calls(call("change", "{\"n\":2}")), says("Done."));
        var second = at.hears("change it again");
        await().until(() -> chat.carried(Ask.class).size() == 1);
        assertThat(at.record(second, Entry.Kind.UNDELIVERED)).isEmpty();
        assertThat(api.carried(Ask.class)).hasSize(1);
        at.engine().inbox().accept(at.click("slack", "U-dana", at.asks(second).key(), YES));
        at.rests(second);
        assertThat(write.ran).hasSize(2);
    }

    @Test
    void all_channels_fail() {
        chat.loses = Optional.of(Remedy.GIVE_UP);
        api.loses = Optional.of(Remedy.GIVE_UP);
        var run = at.hears("change it");
        at.asks(run);
        await().atMost(LONG).until(() -> at.record(run, Entry.Kind.UNDELIVERED).size() == 2);
        at.passes(Duration.ofHours(24));
        at.rests(run);
        assertThat(at.results(run))
                .containsExactly("Nobody could be reached to decide within 24 hours."
                        + " The tool call was not run.");
        assertThat(write.ran).isEmpty();
    }

    @Test
    void card_update_fails_after_decision() {
        var run = at.hears("change it");
        var key = at.asks(run).key();
        await().until(() -> !chat.carried(Ask.class).isEmpty());
        chat.loses = Optional.of(Remedy.GIVE_UP);
        at.approves("dana", key);
        at.rests(run);
        assertThat(write.ran).hasSize(1);
        at.person("mo", "approvers");
        at.engine().inbox().accept(at.click("slack", "U-mo", key, YES));
        await().until(() -> at.record(run, Entry.Kind.DECLINED).size() == 1);
        assertThat(at.record(run, Entry.Kind.DECLINED).getFirst().details())
                .containsEntry("judgement", "ALREADY_DECIDED");
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void answer_channel_down() {
        api.loses = Optional.of(Remedy.TRY_LATER);
        var run = at.hears("change it");
        at.approves("dana", at.asks(run).key());
        at.rests(run);
        at.passes(Duration.ofMinutes(1));
        api.loses = Optional.empty();
        await().atMost(LONG).until(() -> {
            at.passes(Duration.ofMinutes(10));
            return !told(Tone.ANSWER).isEmpty();
        });
        at.restarts();
        at.passes(Duration.ofHours(1));
        assertThat(told(Tone.ANSWER)).hasSize(1);
    }

    @Test
    void a_question_that_comes_back_climbs_the_next_rung_and_is_tried_until_it_ends() {
        var pager = at.reaches("pager", Optional.empty(), "P1");
        var ladder = new Schedule(
                List.of(),
                List.of(new Rung(Duration.ofHours(40), List.of("pager"))),
                Optional.of(Duration.ofHours(48)),
                OnExpiry.REJECT);
        at.under(Rules.changes("ours").over("slack").timed(ladder).rule());
        chat.loses = Optional.of(Remedy.TRY_LATER);
        var run = at.hears("change it");
        var key = at.asks(run).key();
        triedUntilTold(run);
        await().until(() -> pager.carried(Ask.class).size() == 1);
        at.engine().undelivered(key, "slack", "it came back");
        await().until(() -> at.record(run, Entry.Kind.UNDELIVERED).size() == 2);
        assertThat(pager.carried(Ask.class)).as("nobody is asked twice").hasSize(1);

        // However slow the machine was so far: short of the second rung and of the end.
        var late = at.asks(run).timing().opened().plus(Duration.ofHours(30));
        at.passes(Duration.between(at.clock.instant(), late));
        chat.loses = Optional.empty();
        await().atMost(LONG).until(() -> {
            at.passes(Duration.ofMinutes(2));
            return !chat.carried(Ask.class).isEmpty();
        });
        assertThat(at.record(run, Entry.Kind.UNDELIVERED)).hasSize(2);
    }

    @Test
    void who_asked_is_told_after_a_quarter_of_the_life_at_the_latest() {
        var shortLife = new Schedule(
                List.of(), List.of(), Optional.of(Duration.ofHours(1)), OnExpiry.REJECT);
        at.under(Rules.changes("ours").over("slack").timed(shortLife).rule());
        chat.loses = Optional.of(Remedy.TRY_LATER);
        var run = at.hears("change it");
        at.asks(run);
        at.passes(Duration.ofMinutes(16));
        await().atMost(LONG).until(() -> {
            at.passes(Duration.ofSeconds(1));
            return at.record(run, Entry.Kind.UNDELIVERED).size() == 1;
        });
    }

    @Test
    void kill_between_ask_and_record() {
        at.diesAt(Point.AFTER_SEND);
        var run = at.hears("change it");
        at.anotherTakesOver();
        at.asks(run);
        await().atMost(LONG).until(() -> {
            at.passes(Duration.ofSeconds(90));
            return chat.sendings.size() >= 2;
        });
        var sendings = chat.sendings.subList(0, 2);
        assertThat(sendings.getFirst().id()).isEqualTo(sendings.getLast().id());
        assertThat(chat.carried(Ask.class)).hasSize(1);
        assertThat(at.run(run).questions()).hasSize(1);
        at.approves("dana", at.asks(run).key());
        await().until(() -> !chat.carried(Outbound.Settle.class).isEmpty());
    }
}
