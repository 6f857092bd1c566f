package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.calls;
import static dev.countersign.agent.engine.Workplace.says;
import static dev.countersign.agent.engine.Workplace.taking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.engine.Checkpoint.Point;
import dev.countersign.agent.gate.Policy;
import dev.countersign.agent.gate.Rule;
import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Message.Proposal;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.channels.Card.Fact;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Questions.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Agents that work for agents: what people see of them, and what they can never get round. */
public abstract class SubAgentsNegative extends EngineStory {
    private static final Turn CHANGES = calls(call("change", "{\"n\":1}"));

    private static Proposal delegates(String to, String message) {
        return call("delegate_to_agent__" + to, "{\"message\":\"" + message + "\"}");
    }

    private String leading(Turn first) {
        at.takes(first, says("All done."));
        return at.hears("go on");
    }

    private static Policy policy(String name, Rules... rules) {
        var all = List.of(rules).stream().map(Rules::rule).toList();
        return new Policy(name, all, Policy.Defaults.SAFE);
    }

    private Archive.Line child(String root, int number) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> at.stores.archive().family(root, 9).size() >= number);
        return at.stores.archive().family(root, 9).get(number - 1);
    }

    private void over(String root) {
        at.until(
                root,
                run -> run.phase() instanceof Phase.Closed closed
                        && closed.underway().isEmpty());
    }

    @Test
    void two_subagents_paused() {
        at.colleague("scout", taking(CHANGES, says("Scouted.")), "helper");
        at.colleague("clerk", taking(calls(call("change", "{\"n\":2}")), says("Filed.")), "helper");
        var run = leading(calls(delegates("scout", "look round"), delegates("clerk", "file it")));
        var scouts = at.asks(run + "-1");
        var clerks = at.asks(run + "-2");
        assertThat(scouts.card().facts())
                .contains(
                        new Fact("Requested by", "ana"),
                        new Fact("Agent", "scout"),
                        new Fact("Chain of agents", "helper → scout"));
        at.dies();
        at.anotherTakesOver();

        assertThat(at.approves("dana", clerks.key()).verdict()).isEqualTo(Verdict.RECORDED);
        at.rests(run + "-2");
        assertThat(at.run(run).call("c_1").orElseThrow().state())
                .isInstanceOf(CallState.Delegated.class);
        assertThat(at.approves("ana", scouts.key()).verdict()).isEqualTo(Verdict.RECORDED);

        assertThat(at.answer(run)).isEqualTo("All done.");
        assertThat(at.results(run)).containsExactly("Scouted.", "Filed.");
        assertThat(write.ran).hasSize(2);
    }

    @Test
    void child_question_text_shown() {
        var asks = call("ask_user", "{\"questions\":[{\"question\":\"Which colour?\"}]}");
        at.colleague("scout", taking(calls(asks), says("Blue it is.")), "helper");
        var run = leading(calls(delegates("scout", "paint it")));

        Question asked = at.asks(run + "-1");
        assertThat(asked.card().prompts().getFirst().question()).isEqualTo("Which colour?");
        assertThat(asked.card().facts()).contains(new Fact("Chain of agents", "helper → scout"));
        at.chooses("ana", asked.key(), new Choice.Answer(List.of(List.of("blue"))));

        assertThat(at.answer(run)).isEqualTo("All done.");
        assertThat(at.results(run)).containsExactly("Blue it is.");
    }

    @Test
    void delegating_asks_nobody_unless_a_rule_names_it() {
        at.colleague("scout", taking(says("Nothing there.")), "helper");
        at.under(new Policy(
                "strict",
                List.of(),
                new Policy.Defaults(Decision.ASK, Decision.ASK, Decision.ASK, Decision.ASK)));
        var run = leading(calls(delegates("scout", "look round")));
        assertThat(at.answer(run)).isEqualTo("All done.");
        assertThat(at.stores.archive().questions(run)).isEmpty();
    }

    @Test
    void parent_yes_is_not_child_yes() {
        at.colleague("scout", taking(CHANGES, says("Scouted.")), "helper");
        var names = new Rule.Match(
                List.of("delegate_to_agent__*"),
                List.of(),
                Set.of(),
                List.of(),
                List.of(),
                Rule.Condition.ALWAYS);
        at.under(new Rule("handing over", names, Decision.ASK, Rule.Terms.DEFAULT));
        var run = leading(calls(delegates("scout", "look round")));
        assertThat(at.asks(run).card().title()).isEqualTo("Delegate to agent scout");
        at.approves("dana", at.asks(run).key());

        var asked = at.asks(run + "-1");
        assertThat(asked.card().work().tool()).isEqualTo("change");
        assertThat(write.ran).isEmpty();
        at.rejects("dana", asked.key(), "not today");
        at.rests(run);
        assertThat(write.ran).isEmpty();
        assertThat(at.results(run + "-1").getFirst()).contains("not today");
    }

    @Test
    void nobody_gets_by_delegation_what_they_may_not_do_themselves() {
        at.colleague("scout", taking(CHANGES, says("It was refused.")), "helper");
        at.obeys("scout", policy("scouts", Rules.changes("free").says(Decision.ALLOW)));
        at.under(policy("leads", Rules.changes("never").says(Decision.DENY)));
        var run = leading(calls(delegates("scout", "change it")));
        at.rests(run);
        assertThat(write.ran).isEmpty();
        assertThat(at.results(run + "-1").getFirst())
                .contains("Policy does not allow")
                .contains("never");
    }

    @Test
    void rules_of_every_ancestor_apply_strictest_first() {
        at.colleague("scout", taking(CHANGES, says("Scouted.")), "helper");
        at.obeys("scout", policy("scouts", Rules.changes("free").says(Decision.ALLOW)));
        at.under(policy("leads", Rules.changes("leads ask").by(1, "li")));
        var run = leading(calls(delegates("scout", "change it")));
        var asked = at.asks(run + "-1");
        assertThat(asked.gate().rule()).isEqualTo("leads ask");
        assertThat(at.approves("dana", asked.key()).verdict()).isEqualTo(Verdict.NOT_ALLOWED);
        at.approves("li", asked.key());
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void cancelling_the_parent_cancels_the_questions_of_its_children() {
        at.colleague("clerk", taking(CHANGES, says("Filed.")), "scout");
        at.colleague("scout", taking(calls(delegates("clerk", "file it"))), "helper");
        var run = leading(calls(delegates("scout", "look round")));
        var asked = at.asks(run + "-1-1");
        at.engine().frontDesk().cancel(run, "ana");
        over(run);
        over(run + "-1");
        over(run + "-1-1");
        assertThat(at.approves("dana", asked.key()).verdict()).isNotEqualTo(Verdict.RECORDED);
        assertThat(at.stores.archive().open()).isZero();
        assertThat(write.ran).isEmpty();
    }

    @Test
    void a_child_that_is_stopped_or_fails_is_an_error_of_its_call() {
        Model broken = prompt -> {
            throw new ModelFailure("The key is wrong.", ModelFailure.Kind.KEY);
        };
        at.colleague("scout", broken, "helper");
        at.colleague("clerk", taking(CHANGES), "helper");
        var run = leading(calls(delegates("scout", "look round"), delegates("clerk", "file it")));
        at.asks(run + "-2");
        at.engine().frontDesk().cancel(run + "-2", "dana");
        assertThat(at.answer(run)).isEqualTo("All done.");
        assertThat(at.results(run))
                .containsExactly(
                        "Sub-agent task failed: The key is wrong.",
                        "Sub-agent task failed: It was stopped by dana.");
    }

    @Test
    void a_child_whose_question_expires_answers_truthfully() {
        at.colleague("scout", taking(CHANGES, says("Nobody decided.")), "helper");
        var run = leading(calls(delegates("scout", "change it")));
        at.asks(run + "-1");
        at.passes(Duration.ofHours(25));
        assertThat(at.answer(run)).isEqualTo("All done.");
        assertThat(at.results(run)).containsExactly("Nobody decided.");
        assertThat(at.results(run + "-1").getFirst()).contains("Nobody rejected it");
    }

    @Test
    void agents_that_would_work_for_themselves_are_refused() {
        at.colleague(
                "scout", taking(calls(delegates("helper", "you do it")), says("No.")), "helper");
        at.colleague(
                "helper",
                taking(calls(delegates("scout", "look round")), says("All done.")),
                "scout");
        var run = at.hears("go on");
        at.rests(run);
        assertThat(at.results(run + "-1").getFirst())
                .contains("Agent helper is at work in this chain already (helper → scout)");
        assertThat(at.stores.archive().family(run, 9)).hasSize(1);
    }

    @Test
    void a_chain_of_agents_has_an_end() {
        var last = 6;
        for (int i = last; i > 0; i--) {
            var next = i == last ? says("deep") : calls(delegates("a" + (i + 1), "deeper"));
            at.colleague("a" + i, taking(next, says("up")), i == 1 ? "helper" : "a" + (i - 1));
        }
        var run = leading(calls(delegates("a1", "deeper")));
        at.rests(run);
        assertThat(at.results(run + "-1-1-1-1").getFirst())
                .isEqualTo("Limit agentDepth (5) reached: helper → a1 → a2 → a3 → a4."
                        + " Nothing was delegated.");
        assertThat(at.stores.archive().family(run, 9)).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(
            value = Point.class,
            names = {
                "AFTER_START",
                "BEFORE_TOOL",
                "BEFORE_HEARD",
                "AFTER_HEARD",
                "BEFORE_ANSWER",
                "AFTER_ANSWER",
                "BEFORE_SEND",
                "AFTER_TOOL",
                "AFTER_DONE",
                "AFTER_SEND",
                "AFTER_SENT"
            })
    void kill_between_a_child_and_its_parent(Point point) {
        var turns = new AtomicInteger();
        at.colleague("scout", prompt -> says("Scouted."), "helper");
        at.thinks(prompt -> {
            if (turns.getAndIncrement() == 0) {
                at.diesAt(point);
                return calls(delegates("scout", "look round"));
            }
            return prompt.messages().size() > 2
                    ? says("All done.")
                    : calls(delegates("scout", "look round"));
        });
        var run = at.hears("go on");
        at.anotherTakesOver();
        // What a dead process was about to hand over is held for two minutes.
        at.passes(Duration.ofMinutes(2));
        assertThat(at.answer(run)).isEqualTo("All done.");
        assertThat(at.results(run)).containsExactly("Scouted.");
        assertThat(at.stores.archive().family(run, 9)).hasSize(1);
        assertThat(child(run, 1).phase()).isEqualTo("resting");
    }
}
