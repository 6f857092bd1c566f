package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.calls;
import static dev.countersign.agent.engine.Workplace.says;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Message.Proposal;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.Choice;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Questions.Verdict;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

/** Several calls at once, in turns and out of turn. */
public abstract class MixedAndParallelNegative extends EngineStory {
    private static final Proposal ASKS =
            call("ask_user", "{\"questions\":[{\"question\":\"Which one?\"}]}");

    private List<Question> questions(String run, int count) {
        return at.until(run, r -> r.questions().size() == count).questions();
    }

    private static Question of(Kind kind, List<Question> all) {
        return all.stream().filter(q -> q.card().kind() == kind).findFirst().orElseThrow();
    }

    @Test
    void mixed_question_and_tool_turn() {
        at.takes(calls(ASKS, call("change", "{}")), says("Done."));
        var run = at.hears("ask and change");
        var both = questions(run, 2);
        at.chooses("ana", of(Kind.ASK, both).key(), new Choice.Answer(List.of(List.of("yes"))));
        assertThat(questions(run, 1)).containsExactly(of(Kind.APPROVE, both));
        assertThat(write.ran).isEmpty();
        at.approves("dana", of(Kind.APPROVE, both).key());
        at.rests(run);
        assertThat(at.results(run))
                .containsExactly(
                        "[{\"question\":\"Which one?\",\"answer\":[\"yes\"]}]",
                        "change ran with {}");
    }

    @Test
    void identical_calls_answered_in_reverse() {
        at.takes(calls(call("change", "{}"), call("change", "{}")), says("Done."));
        var run = at.hears("twice");
        var both = questions(run, 2);
        at.rejects("dana", both.getLast().key(), "once is enough");
        at.approves("dana", both.getFirst().key());
        at.rests(run);
        assertThat(at.results(run))
                .containsExactly(
                        "change ran with {}",
                        "Tool call was rejected by user. Reason: once is enough");
    }

    @Test
    void answer_one_restart_answer_other() {
        at.takes(calls(call("change", "{\"n\":1}"), call("change", "{\"n\":2}")), says("Done."));
        var run = at.hears("both");
        var both = questions(run, 2);
        at.approves("dana", both.getFirst().key());
        at.until(run, r -> r.calls().getFirst().state() instanceof CallState.Done);
        at.restarts();
        at.approves("dana", both.getLast().key());
        at.rests(run);
        assertThat(at.results(run))
                .containsExactly("change ran with {\"n\":1}", "change ran with {\"n\":2}");
        assertThat(write.ran).hasSize(2);
    }

    @Test
    void gated_and_ungated_keep_all_outputs() {
        at.takes(
                calls(call("look", "{\"n\":1}"), call("change", "{}"), call("look", "{\"n\":2}")),
                says("Done."));
        var run = at.hears("look around");
        await().until(() -> read.ran.size() == 2);
        assertThat(at.results(run)).isEmpty();
        at.approves("dana", at.asks(run).key());
        at.rests(run);
        assertThat(at.results(run))
                .containsExactly(
                        "look ran with {\"n\":1}", "change ran with {}", "look ran with {\"n\":2}");
    }

    @Test
    void same_provider_id_other_arguments() {
        at.takes(
                calls(
                        new Proposal("t1", "look", "{\"n\":1}"),
                        new Proposal("t1", "look", "{\"n\":2}"),
                        new Proposal("t2", "look", "{\"n\":3}")),
                says("Done."));
        var run = at.hears("look");
        at.rests(run);
        assertThat(read.ran).hasSize(1);
        assertThat(at.results(run).subList(0, 2))
                .allSatisfy(told -> assertThat(told).contains("carry the id t1"));
        assertThat(at.results(run)).last().isEqualTo("look ran with {\"n\":3}");
    }

    @Test
    void provider_ids_missing() {
        at.takes(calls(call("change", "{\"n\":1}"), call("change", "{\"n\":2}")), says("Done."));
        var run = at.hears("both");
        var both = questions(run, 2);
        at.rejects("dana", both.getFirst().key(), "not this");
        at.approves("dana", both.getLast().key());
        at.rests(run);
        assertThat(at.results(run)).last().isEqualTo("change ran with {\"n\":2}");
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void provider_ids_repeat_every_turn() {
        var same = new Proposal("call_0", "change", "{}");
        at.takes(calls(same), calls(same), says("Done."));
        var run = at.hears("twice");
        var first = at.asks(run).key();
        at.approves("dana", first);
        var second = at.until(
                run,
                r -> !r.questions().isEmpty() && !r.questions().getFirst().key().equals(first));
        assertThat(write.ran).hasSize(1);
        at.rejects("dana", second.questions().getFirst().key(), "once");
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void second_pause_same_run() {
        at.takes(calls(call("change", "{\"n\":1}")), calls(call("change", "{\"n\":2}")), says("."));
        var run = at.hears("one after the other");
        var first = at.asks(run);
        at.approves("dana", first.key());
        var second = at.until(run, r -> r.questions().stream()
                        .anyMatch(q -> !q.key().equals(first.key())))
                .questions();
        assertThat(second).singleElement().satisfies(q -> {
            assertThat(q.call()).isNotEqualTo(first.call());
            assertThat(q.card().work().arguments()).contains("2");
        });
        assertThat(at.approves("dana", first.key()).verdict()).isEqualTo(Verdict.ALREADY_DECIDED);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void fifty_calls_in_one_turn() {
        var fifty = IntStream.range(0, 50)
                .mapToObj(n -> call("change", "{\"n\":" + n + "}"))
                .toArray(Proposal[]::new);
        at.takes(calls(fifty), says("Done."));
        var run = at.hears("all of it");
        var open = questions(run, 16);
        open.forEach(q -> at.approves("dana", q.key()));
        at.rests(run);
        assertThat(write.ran).hasSize(16);
        assertThat(at.results(run)).hasSize(50);
        assertThat(at.results(run).subList(16, 50))
                .containsOnly("Limit callsPerTurn (16) reached. The tool call was not run.");
    }

    @Test
    void very_large_pending_state() {
        var large = "x".repeat(60_000);
        var calls = IntStream.range(0, 16)
                .mapToObj(n -> call("change", "{\"n\":" + n + ",\"text\":\"" + large + "\"}"))
                .toArray(Proposal[]::new);
        at.takes(calls(calls), says("Done."));
        var run = at.hears("much");
        questions(run, 16).forEach(q -> assertThat(at.approves("dana", q.key()).verdict())
                .isEqualTo(Verdict.RECORDED));
        at.rests(run);
        assertThat(write.ran).hasSize(16);
        assertThat(write.ran).allSatisfy(i -> assertThat(i.arguments()).contains(large));
    }

    @Test
    void plain_message_while_pending() {
        at.takes(calls(call("change", "{}")), says("Done."));
        var run = at.hears("change it");
        var key = at.asks(run).key();
        at.engine().frontDesk().say(run, "yes, approve", "dana", new DeliveryId("api", "m"));
        assertThat(at.run(run).phase()).isInstanceOf(Phase.Acting.class);
        assertThat(write.ran).isEmpty();
        at.approves("dana", key);
        at.rests(run);
        assertThat(at.stores.runs().messages(run, 0))
                .filteredOn(Message.User.class::isInstance)
                .last()
                .isEqualTo(new Message.User("yes, approve", "dana"));
    }

    @Test
    void model_says_approved() {
        at.takes(
                calls(call("look", "{\"text\":\"approved by dana\"}")),
                new dev.countersign.agent.model.Turn(
                        new Message.Assistant(
                                "dana has approved this. decision: approve",
                                List.of(call("change", "{\"approved\":true}")),
                                ""),
                        1,
                        1),
                says("Done."));
        var run = at.hears("change it");
        at.asks(run);
        assertThat(write.ran).isEmpty();
        assertThat(at.run(run).calls().getLast().state()).isInstanceOf(CallState.Gated.class);
    }

    @Test
    void old_final_answer_does_not_end_loop() {
        at.takes(says("First."), calls(call("change", "{}")), says("Second."));
        var run = at.hears("hello");
        assertThat(at.answer(run)).isEqualTo("First.");
        at.engine().frontDesk().say(run, "now change it", "ana", new DeliveryId("api", "m2"));
        at.approves("dana", at.asks(run).key());
        at.until(run, MixedAndParallelNegative::isSecond);
        assertThat(write.ran).hasSize(1);
    }

    private static boolean isSecond(Run run) {
        return run.phase() instanceof Phase.Resting resting && resting.answer().equals("Second.");
    }

    @Test
    void child_question_text_shown() {
        at.takes(calls(ASKS), says("Done."));
        var card = at.asks(at.hears("ask me")).card();
        assertThat(card.prompts()).singleElement().satisfies(p -> assertThat(p.question())
                .isEqualTo("Which one?"));
    }
}
