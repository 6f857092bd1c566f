package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.calls;
import static dev.countersign.agent.engine.Workplace.says;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions.Verdict;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Decisions that are late, double, broken, or about something else. */
public abstract class DecisionsNegative extends EngineStory {
    private static final Choice YES = new Choice.Approve(Optional.empty());

    @Test
    void two_clicks_two_users() {
        var run = changing();
        var key = at.asks(run).key();
        assertThat(at.approves("dana", key).verdict()).isEqualTo(Verdict.RECORDED);
        var second = at.rejects("ana", key, "no");
        assertThat(second.verdict()).isEqualTo(Verdict.ALREADY_DECIDED);
        assertThat(second.sentence())
                .startsWith("Already approved by dana at 10:00 UTC on 2 Mar 2026, from api.");
        at.rests(run);
        assertThat(at.record(run, Entry.Kind.DECIDED)).hasSize(1);
    }

    @Test
    void two_approvals_at_once() throws Exception {
        var run = changing();
        var key = at.asks(run).key();
        try (var pool = Executors.newFixedThreadPool(8)) {
            Callable<Verdict> yes = () -> at.approves("dana", key).verdict();
            var all = pool.invokeAll(Collections.nCopies(8, yes));
            assertThat(all.stream().map(f -> f.resultNow()).toList())
                    .containsOnlyOnce(Verdict.RECORDED)
                    .containsOnly(Verdict.RECORDED, Verdict.ALREADY_DECIDED);
        }
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void double_click_same_user() {
        var chat = at.reaches("slack", Optional.empty(), "C1");
        at.agentAsksBy("slack");
        at.under(Rules.changes("two").by(2, "dana", "li").rule());
        var run = changing();
        var key = at.asks(run).key();
        at.engine().inbox().accept(at.click("slack", "U-dana", key, YES));
        at.until(run, r -> r.questions().getFirst().votes().size() == 1);
        assertThat(at.approves("dana", key).verdict()).isEqualTo(Verdict.ALREADY_DECIDED);
        at.engine().inbox().accept(at.click("slack", "U-dana", key, YES));
        await().until(() -> at.record(run, Entry.Kind.DECLINED).size() == 2);
        assertThat(at.asks(run).votes()).hasSize(1);
        assertThat(chat.carried(Outbound.Whisper.class)).isEmpty();
        assertThat(write.ran).isEmpty();
    }

    @Test
    void decision_after_expiry() {
        var run = changing();
        var key = at.asks(run).key();
        at.passes(Duration.ofHours(25));
        at.rests(run);
        var late = at.approves("dana", key);
        assertThat(late.verdict()).isEqualTo(Verdict.TOO_LATE);
        assertThat(late.sentence()).contains("Ask the agent again");
        assertThat(at.run(run).phase()).isInstanceOf(Phase.Resting.class);
        assertThat(write.ran).isEmpty();
    }

    @Test
    void decision_races_expiry() throws Exception {
        for (int round = 0; round < 10; round++) {
            var run = changing();
            var key = at.asks(run).key();
            var before = write.ran.size();
            at.clock.passes(Duration.ofHours(24).minusMillis(1));
            try (var pool = Executors.newFixedThreadPool(2)) {
                var yes = pool.submit(() -> at.approves("dana", key).verdict());
                var end = pool.submit(() -> at.passes(Duration.ofMillis(1)));
                end.get();
                at.rests(run);
                var endings = at.record(run, Entry.Kind.DECIDED).size()
                        + at.record(run, Entry.Kind.EXPIRED).size();
                assertThat(endings).isEqualTo(1);
                var won = yes.get() == Verdict.RECORDED;
                assertThat(write.ran).hasSize(before + (won ? 1 : 0));
                assertThat(at.results(run).getFirst())
                        .startsWith(won ? "change ran" : "No decision was made");
            }
        }
    }

    @Test
    void decision_for_unknown_id() {
        var run = changing();
        var before = at.until(run, r -> !r.questions().isEmpty());
        var reply = at.approves("dana", new QuestionKey("q_nowhere"));
        assertThat(reply.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(at.run(run)).isEqualTo(before);
    }

    @Test
    void decision_for_changed_args() {
        at.under(Rules.changes("two").by(2, "dana", "li").rule());
        var run = changing();
        var first = at.asks(run);
        at.chooses("dana", first.key(), new Choice.Edit("{\"n\":7}", Optional.empty()));
        var late = at.chooses("li", first.key(), OptionalInt.of(1), YES);
        assertThat(late.verdict()).isEqualTo(Verdict.SUPERSEDED);
        var second = at.asks(run);
        assertThat(second.card().work().digest())
                .isNotEqualTo(first.card().work().digest());
        assertThat(second.votes()).isEmpty();
        assertThat(write.ran).isEmpty();
    }

    @Test
    void decision_posts_other_arguments() {
        at.under(Rules.changes("two").by(1, "dana", "li").rule());
        var run = changing();
        var key = at.asks(run).key();
        var reply = at.chooses("dana", key, new Choice.Edit("{\"n\":7}", Optional.empty()));
        assertThat(reply.verdict()).isEqualTo(Verdict.COUNTED);
        assertThat(at.asks(run).version()).isEqualTo(2);
        assertThat(at.engine().questions().find(key).orElseThrow().version()).isEqualTo(2);
        assertThat(write.ran).isEmpty();
        at.approves("li", key);
        at.rests(run);
        assertThat(write.ran).singleElement().satisfies(i -> assertThat(i.arguments())
                .isEqualTo("{\"n\":7}"));
    }

    @Test
    void approve_b_while_only_a_waits() {
        var run = changing();
        var waiting = at.asks(run);
        at.approves("dana", new QuestionKey("c_2"));
        at.approves("dana", new QuestionKey(waiting.call()));
        assertThat(at.asks(run)).isEqualTo(waiting);
        assertThat(write.ran).isEmpty();
    }

    @Test
    void malformed_decision_keeps_pause() {
        var run = changing();
        var question = at.asks(run);
        for (var broken : List.of(
                new Choice.Answer(List.of(List.of("yes"))),
                new Choice.Report(Choice.Result.RAN, "it ran"),
                new Choice.Edit("{\"n\":", Optional.empty()))) {
            var reply = at.chooses("dana", question.key(), broken);
            assertThat(reply.verdict()).isEqualTo(Verdict.UNCLEAR);
        }
        assertThat(at.asks(run)).isEqualTo(question);
        assertThat(at.approves("dana", question.key()).verdict()).isEqualTo(Verdict.RECORDED);
    }

    @Test
    void reject_without_reason() {
        var run = changing();
        at.chooses("dana", at.asks(run).key(), new Choice.Reject(Optional.empty()));
        at.rests(run);
        assertThat(at.results(run)).containsExactly("Tool call was rejected by user.");
    }

    @Test
    void reason_with_quotes_and_newlines() {
        var run = changing();
        var reason = "not \"today\"\n\t{\"x\": 'y'} \\n — bitte";
        at.rejects("dana", at.asks(run).key(), reason);
        at.rests(run);
        assertThat(at.results(run))
                .containsExactly("Tool call was rejected by user. Reason: " + reason);
    }

    @Test
    void stale_client_after_completion() {
        var run = changing();
        var key = at.asks(run).key();
        at.approves("dana", key);
        at.rests(run);
        assertThat(at.rejects("ana", key, "too late").verdict()).isEqualTo(Verdict.ALREADY_DECIDED);
        assertThat(at.answer(run)).isEqualTo("Done.");
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void stale_client_after_cancel() {
        var run = changing();
        var key = at.asks(run).key();
        at.engine().frontDesk().cancel(run, "ana");
        assertThat(at.approves("dana", key).verdict()).isEqualTo(Verdict.TOO_LATE);
        at.passes(Duration.ofHours(25));
        assertThat(at.run(run).phase()).isInstanceOf(Phase.Closed.class);
        assertThat(write.ran).isEmpty();
    }

    @Test
    void cancel_while_waiting() {
        var chat = at.reaches("slack", Optional.empty(), "C1");
        at.agentAsksBy("slack");
        var run = changing();
        at.asks(run);
        at.engine().frontDesk().cancel(run, "ana");
        await().until(() -> !chat.carried(Outbound.Settle.class).isEmpty());
        assertThat(chat.carried(Outbound.Settle.class).getFirst().settlement().ending())
                .isEqualTo(Outbound.Ending.CANCELLED);
        assertThat(at.run(run).questions()).isEmpty();
        assertThat(at.calls(run).getFirst().state()).isInstanceOf(CallState.Refused.class);
        assertThat(at.results(run)).isEmpty();
    }

    @Test
    void pause_teardown_is_not_cancel() {
        var run = changing();
        var question = at.asks(run);
        at.restarts();
        assertThat(at.asks(run)).isEqualTo(question);
        assertThat(at.record(run, Entry.Kind.CLOSED)).isEmpty();
        assertThat(at.approves("dana", question.key()).verdict()).isEqualTo(Verdict.RECORDED);
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void batch_with_missing_tool() {
        at.takes(calls(call("change", "{\"n\":1}"), call("change", "{\"n\":2}")), says("Done."));
        var run = at.hears("change both");
        var both = at.until(run, r -> r.questions().size() == 2).questions();
        at.approves("dana", both.getFirst().key());
        await().until(() -> write.ran.size() == 1);
        assertThat(at.asks(run).key()).isEqualTo(both.getLast().key());
        assertThat(at.run(run).phase()).isInstanceOf(Phase.Acting.class);
    }

    @Test
    void omitted_decisions_random_subsets() {
        var random = new Random(7);
        for (int round = 0; round < 8; round++) {
            write.ran.clear();
            at.takes(
                    calls(
                            call("change", "{\"n\":0}"),
                            call("change", "{\"n\":1}"),
                            call("change", "{\"n\":2}"),
                            call("change", "{\"n\":3}")),
                    says("Done."));
            var run = at.hears("change them");
            var open = at.until(run, r -> r.questions().size() == 4).questions();
            var named = open.stream().filter(q -> random.nextInt(3) == 0).toList();
            named.forEach(q -> at.approves("dana", q.key()));
            await().until(() -> write.ran.size() == named.size());
            var left = open.stream().filter(q -> !named.contains(q)).map(Question::key);
            assertThat(at.run(run).questions())
                    .extracting(Question::key)
                    .containsExactlyElementsOf(left.toList());
            at.engine().frontDesk().cancel(run, "ana");
        }
    }
}
