package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.calls;
import static dev.countersign.agent.engine.Workplace.says;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.asking.Lineage;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Message.Proposal;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.channels.Choice;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Questions.Verdict;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;

/** What a run does from the first word to the answer, on a store in memory. */
class EngineTest {
    private final Workplace at = new Workplace();
    private final CountingTool read = at.with(CountingTool.of("look", ToolClass.READ));
    private final CountingTool write = at.with(CountingTool.of("change", ToolClass.WRITE));

    @AfterEach
    void stop() {
        at.close();
    }

    @Test
    void a_person_has_sixty_four_runs_at_work_for_one_and_no_more() {
        at.colleague("scout", prompt -> says("Looked."), "helper");
        at.takes(
                delegations(16),
                delegations(16),
                delegations(16),
                delegations(15),
                delegations(16),
                says("Done."));
        var run = at.hears("look everywhere");
        at.rests(run);

        var most = Lineage.FAMILY_RUNS;
        assertThat(at.stores.archive().family(run, 2 * most)).hasSize(most);
        assertThat(at.results(run))
                .hasSize(most + 15)
                .containsOnly("Looked.", "Limit familyRuns (64) reached. Nothing was delegated.");
    }

    private static Turn delegations(int many) {
        var one = call("delegate_to_agent__scout", "{\"message\":\"look\"}");
        return calls(Collections.nCopies(many, one).toArray(Proposal[]::new));
    }

    @Test
    void a_read_runs_without_asking_and_the_answer_rests() {
        at.takes(calls(call("look", "{\"a\":1}")), says("There it is."));
        var run = at.hears("look at a");
        assertThat(at.answer(run)).isEqualTo("There it is.");
        assertThat(read.ran).hasSize(1);
        assertThat(at.results(run)).containsExactly("look ran with {\"a\":1}");
    }

    @Test
    void a_write_waits_for_a_yes_and_then_runs_exactly_as_proposed() {
        at.takes(calls(call("change", "{ \"b\": 2, \"a\": 1.0 }")), says("Changed."));
        var run = at.hears("change it");
        var question = at.asks(run);
        assertThat(write.ran).isEmpty();

        assertThat(at.approves("dana", question.key()).verdict()).isEqualTo(Verdict.RECORDED);

        assertThat(at.answer(run)).isEqualTo("Changed.");
        assertThat(write.ran).hasSize(1);
        assertThat(write.ran.getFirst().arguments()).isEqualTo("{\"a\":1,\"b\":2}");
    }

    @Test
    void a_rejection_reaches_the_model_with_its_reason() {
        at.takes(calls(call("change", "{}")), says("I left it."));
        var run = at.hears("change it");
        at.rejects("dana", at.asks(run).key(), "not \"today\"\nplease");
        at.rests(run);
        assertThat(write.ran).isEmpty();
        assertThat(at.results(run))
                .containsExactly("Tool call was rejected by user. Reason: not \"today\"\nplease");
    }

    @Test
    void a_second_decision_is_told_who_decided_and_when() {
        at.takes(calls(call("change", "{}")), says("Changed."));
        var run = at.hears("change it");
        var key = at.asks(run).key();
        at.approves("dana", key);
        at.rests(run);
        var second = at.rejects("ana", key, "no");
        assertThat(second.verdict()).isEqualTo(Verdict.ALREADY_DECIDED);
        assertThat(second.sentence())
                .startsWith("Already approved by dana at 10:00 UTC on 2 Mar 2026, from api.");
        assertThat(at.approves("dana", key).verdict()).isEqualTo(Verdict.ALREADY_DECIDED);
    }

    @Test
    void many_people_at_once_make_one_decision_and_one_execution() throws Exception {
        at.takes(calls(call("change", "{}")), says("Changed."));
        var run = at.hears("change it");
        var key = at.asks(run).key();
        try (var pool = Executors.newFixedThreadPool(8)) {
            var all = pool.invokeAll(
                    Collections.nCopies(8, () -> at.approves("dana", key).verdict()));
            var verdicts = all.stream().map(f -> f.resultNow()).toList();
            assertThat(verdicts).containsOnlyOnce(Verdict.RECORDED);
        }
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void gated_and_free_calls_of_one_turn_keep_their_order() {
        at.takes(
                calls(
                        call("change", "{\"n\":1}"),
                        call("look", "{}"),
                        call("change", "{\"n\":2}"),
                        call("change", "{\"n\":2}")),
                says("All done."));
        var run = at.hears("do a lot");
        at.until(run, r -> r.questions().size() == 3);
        var questions = at.run(run).questions();
        at.rejects("dana", questions.get(2).key(), "the third");
        at.approves("dana", questions.get(0).key());
        assertThat(at.run(run).phase()).isInstanceOf(Phase.Acting.class);
        at.approves("dana", questions.get(1).key());
        at.rests(run);
        assertThat(at.results(run))
                .containsExactly(
                        "change ran with {\"n\":1}",
                        "look ran with {}",
                        "change ran with {\"n\":2}",
                        "Tool call was rejected by user. Reason: the third");
    }

    @Test
    void a_question_is_answered_in_the_words_the_model_knows() {
        at.takes(
                calls(call("ask_user", "{\"questions\":[{\"question\":\"Which?\"}]}")),
                says("Thanks."));
        var run = at.hears("set it up");
        var reply =
                at.chooses("ana", at.asks(run).key(), new Choice.Answer(List.of(List.of("shop"))));
        assertThat(reply.verdict()).isEqualTo(Verdict.RECORDED);
        at.rests(run);
        assertThat(at.results(run))
                .containsExactly("[{\"question\":\"Which?\",\"answer\":[\"shop\"]}]");
    }

    @Test
    void nobody_decides_and_the_model_is_told_that_nobody_did() {
        at.takes(calls(call("change", "{}")), says("Nobody was there."));
        var run = at.hears("change it");
        var key = at.asks(run).key();
        at.clock.passes(Duration.ofHours(25));
        // One beat for each reminder that was missed would be noise; the end comes first.
        at.engine().tick();
        at.rests(run);
        assertThat(at.results(run).getFirst())
                .startsWith("No decision was made within 25 hours. The tool call was not run.");
        assertThat(at.approves("dana", key).verdict()).isEqualTo(Verdict.TOO_LATE);
        assertThat(write.ran).isEmpty();
    }

    @Test
    void an_edit_is_a_new_version_and_the_edited_call_runs() {
        at.takes(calls(call("change", "{\"n\":1}")), says("Changed."));
        var run = at.hears("change it");
        var first = at.asks(run);
        var reply = at.chooses("dana", first.key(), new Choice.Edit("{\"n\":7}", Optional.empty()));
        assertThat(reply.verdict()).isEqualTo(Verdict.RECORDED);
        at.rests(run);
        assertThat(write.ran).singleElement().satisfies(i -> assertThat(i.arguments())
                .isEqualTo("{\"n\":7}"));
        assertThat(at.results(run).getFirst())
                .startsWith("Run with arguments changed by a person: {\"n\":7}");
        assertThat(at.calls(run).getFirst().proposal().arguments()).isEqualTo("{\"n\":1}");
    }

    @Test
    void a_broken_edit_leaves_the_question_open() {
        at.takes(calls(call("change", "{\"n\":1}")), says("Changed."));
        var run = at.hears("change it");
        var first = at.asks(run);
        var reply =
                at.chooses("dana", first.key(), new Choice.Edit("{\"n\":NaN}", Optional.empty()));
        assertThat(reply.verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(at.asks(run).version()).isEqualTo(1);
        assertThat(at.approves("dana", first.key()).verdict()).isEqualTo(Verdict.RECORDED);
    }

    @Test
    void an_old_version_is_not_decided() {
        at.takes(calls(call("change", "{}")), says("Changed."));
        var run = at.hears("change it");
        var key = at.asks(run).key();
        var approve = new Choice.Approve(Optional.empty());
        assertThat(at.chooses("dana", key, OptionalInt.of(7), approve).verdict())
                .isEqualTo(Verdict.SUPERSEDED);
    }

    @Test
    void words_said_meanwhile_are_kept_and_decide_nothing() {
        at.takes(calls(call("change", "{}")), says("Changed."));
        var run = at.hears("change it");
        var key = at.asks(run).key();
        at.engine().frontDesk().say(run, "approve", "dana", new DeliveryId("api", "m"));
        assertThat(at.run(run).phase()).isInstanceOf(Phase.Acting.class);
        at.approves("dana", key);
        at.rests(run);
        assertThat(at.stores.runs().messages(run, 0))
                .extracting(Object::toString)
                .last()
                .asString()
                .contains("Changed.");
        assertThat(at.stores.runs().messages(run, 0).toString()).contains("User[text=approve");
    }

    @Test
    void a_stopped_run_stays_stopped() {
        at.takes(calls(call("change", "{}")), says("Changed."));
        var run = at.hears("change it");
        var key = at.asks(run).key();
        at.engine().frontDesk().cancel(run, "ana");
        assertThat(at.run(run).phase()).isInstanceOf(Phase.Closed.class);
        assertThat(at.approves("dana", key).verdict()).isEqualTo(Verdict.TOO_LATE);
        assertThat(write.ran).isEmpty();
    }

    @Test
    void an_unknown_outcome_asks_a_person_and_is_not_repeated() {
        var vague = at.with(new CountingTool(
                "vague",
                ToolClass.WRITE,
                Repeat.NEVER,
                i -> new ToolOutcome.Unknown("the line went dead")));
        at.takes(calls(call("vague", "{}")), says("Who knows."));
        var run = at.hears("do it");
        at.approves("dana", at.asks(run).key());
        var lost = at.until(
                run, r -> r.calls().stream().anyMatch(c -> c.state() instanceof CallState.Lost));
        assertThat(vague.ran).hasSize(1);
        var key = lost.questions().getFirst().key();
        at.chooses("dana", key, new Choice.Report(Choice.Result.RAN, "I saw it run"));
        at.rests(run);
        assertThat(at.results(run).getFirst())
                .isEqualTo("Reported by dana, not by the tool: I saw it run");
        assertThat(vague.ran).hasSize(1);
    }

    @Test
    void a_tool_that_changed_after_approval_is_not_run() {
        at.takes(calls(call("change", "{}")), says("It changed."));
        var run = at.hears("change it");
        var key = at.asks(run).key();
        at.without(write);
        var swapped = at.with(CountingTool.of("change", ToolClass.DESTRUCTIVE));
        at.without(swapped);
        at.approves("dana", key);
        at.rests(run);
        assertThat(at.results(run).getFirst())
                .isEqualTo("The tool change changed after approval. The tool call was not run.");
    }
}
