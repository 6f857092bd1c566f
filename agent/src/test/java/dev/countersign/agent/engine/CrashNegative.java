package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.calls;
import static dev.countersign.agent.engine.Workplace.says;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.engine.Checkpoint.Point;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.RunStore.StoreUnavailable;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.ChannelFailure.Remedy;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Outbound.Ask;
import dev.countersign.channels.Questions.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The process ends at the worst moment, and another goes on. */
public abstract class CrashNegative extends EngineStory {

    /** It is approved, dies there, and another goes on. */
    private String changingUntil(Point death) {
        var run = changing();
        at.diesAt(death);
        at.approves("dana", at.asks(run).key());
        at.anotherTakesOver();
        return run;
    }

    private CountingTool repeatable() {
        at.without(write);
        return at.with(new CountingTool(
                "change", ToolClass.WRITE, Repeat.SAFE, i -> new ToolOutcome.Success("ran")));
    }

    /** A change that is under way until it is let go; it may be run again or not. */
    private final class SlowChange {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final CountingTool tool;
        private final String run;

        SlowChange(Repeat repeat) throws InterruptedException {
            at.without(write);
            tool = at.with(new CountingTool("change", ToolClass.WRITE, repeat, i -> {
                entered.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new ToolOutcome.Success("changed");
            }));
            run = changing();
            at.approves("dana", at.asks(run).key());
            entered.await();
        }

        void ends() {
            released.countDown();
        }
    }

    private Question lost(String run) {
        return at.until(run, r -> r.calls().stream()
                        .anyMatch(c -> c.state() instanceof CallState.Lost))
                .questions()
                .getFirst();
    }

    @Test
    void restart_while_pending() {
        var run = changing();
        var open = at.asks(run);
        at.dies();
        at.anotherTakesOver();
        assertThat(at.asks(run)).isEqualTo(open);
        at.approves("dana", open.key());
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void kill_before_decide_keeps_nothing() {
        var run = changing();
        var key = at.asks(run).key();
        at.diesAt(Point.BEFORE_DECIDE);
        assertThatThrownBy(() -> at.approves("dana", key)).isInstanceOf(Wire.Killed.class);
        at.anotherTakesOver();
        assertThat(at.record(run, Entry.Kind.DECIDED)).isEmpty();
        assertThat(at.approves("dana", key).verdict()).isEqualTo(Verdict.RECORDED);
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void kill_between_decide_and_apply() {
        var safe = repeatable();
        var run = changing();
        var key = at.asks(run).key();
        at.diesAt(Point.BEFORE_TOOL);
        assertThat(at.approves("dana", key).verdict()).isEqualTo(Verdict.RECORDED);
        at.anotherTakesOver();
        at.rests(run);
        assertThat(safe.ran).hasSize(1);
        assertThat(at.record(run, Entry.Kind.DECIDED)).hasSize(1);
        assertThat(at.approves("dana", key).verdict()).isEqualTo(Verdict.ALREADY_DECIDED);
    }

    @Test
    void kill_between_apply_and_record() {
        var run = changingUntil(Point.AFTER_TOOL);
        var asked = lost(run);
        assertThat(asked.card().kind()).isEqualTo(Kind.EXTERNAL);
        assertThat(write.ran).hasSize(1);
        at.chooses("ana", asked.key(), new Choice.Report(Choice.Result.RAN, "it is there"));
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void kill_between_apply_and_record_of_a_keyed_call() {
        var safe = repeatable();
        var run = changingUntil(Point.AFTER_TOOL);
        at.rests(run);
        assertThat(safe.ran).hasSize(2);
        assertThat(safe.ran.getFirst().key()).isEqualTo(safe.ran.getLast().key());
        assertThat(at.results(run)).containsExactly("ran");
    }

    @Test
    void leftover_started() {
        var run = changingUntil(Point.BEFORE_TOOL);
        var asked = lost(run);
        assertThat(write.ran).isEmpty();
        at.chooses("ana", asked.key(), new Choice.Report(Choice.Result.AGAIN, "it had not"));
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void kill_between_turn_and_calls() {
        var heard = new CopyOnWriteArrayList<List<Message>>();
        at.thinks(prompt -> {
            heard.add(prompt.messages());
            if (heard.size() == 1) {
                at.dies();
            }
            return heard.size() < 3 ? calls(call("look", "{}")) : says("Done.");
        });
        var run = at.hears("look");
        at.anotherTakesOver();
        at.rests(run);
        assertThat(heard.get(1)).isEqualTo(heard.getFirst());
        assertThat(heard.get(1)).last().isInstanceOf(Message.User.class);
        assertThat(read.ran).hasSize(1);
    }

    @Test
    void lease_lost_mid_call() throws Exception {
        var slow = new SlowChange(Repeat.NEVER);
        at.clock.passes(Duration.ofSeconds(31));
        try (var other = at.another()) {
            other.tick();
            lost(slow.run);
            var before = at.run(slow.run);
            slow.ends();
            at.restarts();
            assertThat(at.run(slow.run)).isEqualTo(before);
            assertThat(slow.tool.ran).hasSize(1);
        }
    }

    @Test
    void interrupted_turn_does_not_block_agent() {
        var turns = new AtomicInteger();
        at.thinks(prompt -> {
            if (turns.getAndIncrement() == 0) {
                at.dies();
            }
            return says("Served.");
        });
        var first = at.hears("one");
        await().until(() -> turns.get() == 1);
        at.anotherTakesOver();
        assertThat(at.answer(at.hears("two"))).isEqualTo("Served.");
        assertThat(at.answer(first)).isEqualTo("Served.");
    }

    @Test
    void a_store_that_is_gone_promises_nothing() {
        var run = changing();
        var key = at.asks(run).key();
        at.dies();
        assertThatThrownBy(() -> at.approves("dana", key)).isInstanceOf(StoreUnavailable.class);
        at.anotherTakesOver();
        assertThat(at.record(run, Entry.Kind.DECIDED)).isEmpty();
        assertThat(write.ran).isEmpty();
    }

    @Test
    void a_store_that_is_away_for_a_while_is_told_what_became_of_a_tool() throws Exception {
        var slow = new SlowChange(Repeat.NEVER);
        at.dies();
        slow.ends();
        await().until(() -> slow.tool.ran.size() == 1);
        at.wire().mend();
        at.rests(slow.run);
        assertThat(slow.tool.ran).hasSize(1);
        assertThat(at.record(slow.run, Entry.Kind.LOST)).isEmpty();
    }

    @Test
    void kill_after_renew_leaves_the_run_to_another() throws Exception {
        var slow = new SlowChange(Repeat.SAFE);
        at.diesAt(Point.AFTER_RENEW);
        at.clock.passes(Duration.ofSeconds(11));
        assertThatThrownBy(at.engine()::tick).isInstanceOf(Wire.Killed.class);
        slow.ends();
        at.anotherTakesOver();
        at.rests(slow.run);
        assertThat(slow.tool.ran).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Point.class,
            names = {"AFTER_CLAIM", "BEFORE_RETRY", "AFTER_RETRY"})
    void kill_around_a_message_that_does_not_arrive_loses_nothing(Point point) {
        var chat = at.reaches("slack", Optional.empty(), "C1");
        at.agentAsksBy("slack");
        chat.loses = Optional.of(Remedy.TRY_LATER);
        at.diesAt(point);
        var run = changing();
        await().until(at.wire()::isCut);
        chat.loses = Optional.empty();
        at.anotherTakesOver();
        at.passes(Duration.ofMinutes(3));
        await().until(() -> chat.carried(Ask.class).size() == 1);
        at.approves("dana", at.asks(run).key());
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }
}
