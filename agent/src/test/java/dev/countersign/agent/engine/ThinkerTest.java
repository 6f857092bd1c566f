package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.calls;
import static dev.countersign.agent.engine.Workplace.says;
import static dev.countersign.agent.engine.Workplace.taking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.model.Folding;
import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.ModelFailure.Kind;
import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.channels.DeliveryId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What a turn costs, how often it is asked for again, and what is done where it does not fit. */
class ThinkerTest {
    private final Workplace at = new Workplace();
    private final CountingTool read = at.with(CountingTool.of("look", ToolClass.READ));

    @AfterEach
    void stop() {
        at.close();
    }

    @Test
    void a_run_counts_what_its_turns_cost_and_says_it_on_the_record() {
        at.takes(costing(calls(call("look", "{}"))), costing(says("There.")));
        var run = at.hears("look");
        at.rests(run);

        var counts = at.run(run).counts();
        assertThat(counts.tokensIn()).isEqualTo(200);
        assertThat(counts.tokensOut()).isEqualTo(40);
        assertThat(Run.money(counts.micros())).isEqualTo("0.50");
        assertThat(at.record(run, Entry.Kind.TURN).getFirst().details())
                .containsEntry("model", "gpt")
                .containsEntry("tokensIn", "100")
                .containsEntry("cost", "0.25")
                .containsEntry("notes", "gpt was asked in place of llama: it is down.");
    }

    @Test
    void a_run_over_its_budget_calls_no_more_tools_and_says_so() {
        at.agentMaySpend(new Run.Budget(Optional.of(100L), Optional.empty()));
        at.takes(costing(calls(call("look", "{}"))), says("never"));
        var run = at.hears("look");

        assertThat(closed(run).end()).isEqualTo(Phase.End.LIMIT);
        assertThat(closed(run).reason())
                .startsWith("This run has used 120 tokens of a budget of 100; it is closed.")
                .contains("limits.runTokens");
        assertThat(read.ran).isEmpty();
    }

    @Test
    void an_answer_that_used_up_the_money_is_given_and_the_next_is_not_paid_for() {
        at.agentMaySpend(new Run.Budget(Optional.empty(), Optional.of(200_000L)));
        at.takes(costing(says("An expensive answer.")));
        var run = at.hears("tell me");
        assertThat(at.answer(run)).isEqualTo("An expensive answer.");
        at.thinks(prompt -> {
            throw new AssertionError("nobody pays for this");
        });
        at.engine().frontDesk().say(run, "more", "ana", new DeliveryId("api", "again"));

        assertThat(closed(run).reason())
                .startsWith("This run has cost 0.25 of a budget of 0.20; it is closed.");
    }

    @Test
    void what_an_agent_spends_counts_to_those_that_delegated_to_it() {
        at.agentMaySpend(new Run.Budget(Optional.of(200L), Optional.empty()));
        at.colleague("scout", taking(costing(says("Scouted."))), "helper");
        at.takes(costing(calls(call("delegate_to_agent__scout", "{\"message\":\"go\"}"))));
        var run = at.hears("look round");

        assertThat(closed(run).reason())
                .startsWith("This run has used 240 tokens, with the other runs of its family, of"
                        + " a budget of 200; it is closed.");
        assertThat(at.results(run)).containsExactly("Scouted.");
    }

    @Test
    void an_agent_stops_where_those_that_delegated_to_it_have_no_more_to_spend() {
        at.agentMaySpend(new Run.Budget(Optional.empty(), Optional.of(400_000L)));
        at.colleague("scout", taking(costing(calls(call("look", "{}"))), says("never")), "helper");
        at.takes(
                costing(calls(call("delegate_to_agent__scout", "{\"message\":\"go\"}"))),
                says("never"));
        var run = at.hears("look round");

        assertThat(closed(run + "-1").end()).isEqualTo(Phase.End.LIMIT);
        assertThat(closed(run + "-1").reason())
                .startsWith("This run has cost 0.50, with the other runs of its family, of a"
                        + " budget of 0.40; it is closed.");
        assertThat(read.ran).isEmpty();
        assertThat(closed(run).reason()).contains("cost 0.50", "of a budget of 0.40");
    }

    @Test
    void a_provider_is_asked_again_when_it_said_and_only_as_often_as_its_document_says() {
        var asked = new AtomicInteger();
        at.thinks(new Model() {
            @Override
            public Turn think(Prompt prompt) throws ModelFailure {
                asked.incrementAndGet();
                var after = Optional.of(Duration.ofSeconds(7));
                throw new ModelFailure("slow down", Kind.BUSY, after, null);
            }

            @Override
            public Patience patience() {
                return new Patience(Optional.empty(), 1);
            }
        });
        var run = at.hears("hello");
        at.until(run, r -> r.phase() instanceof Phase.Thinking t && t.failures() == 1);
        at.passes(Duration.ofSeconds(6));
        assertThat(asked).hasValue(1);
        at.passes(Duration.ofSeconds(2));

        assertThat(closed(run).reason()).isEqualTo("slow down");
        assertThat(asked).hasValue(2);
        assertThat(at.record(run, Entry.Kind.STUMBLED))
                .extracting(entry -> entry.details().get("try"))
                .containsExactly("1", "2");
    }

    @Test
    void a_conversation_that_is_too_long_loses_old_results_and_the_record_says_so() {
        at.with(new LongTool());
        at.thinks(prompt -> {
            if (Folding.size(prompt.messages()) > 2500) {
                throw new ModelFailure("too long", Kind.TOO_LONG);
            }
            return prompt.messages().size() > 6 ? says("Read.") : calls(call("page", "{}"));
        });
        var run = at.hears("read it all");

        assertThat(at.answer(run)).isEqualTo("Read.");
        assertThat(at.results(run)).allSatisfy(text -> assertThat(text).hasSize(1000));
        assertThat(at.record(run, Entry.Kind.TURN).getLast().details().get("notes"))
                .contains("old tool results were left out");
    }

    private Phase.Closed closed(String run) {
        return (Phase.Closed)
                at.until(run, r -> r.phase() instanceof Phase.Closed).phase();
    }

    private static Turn costing(Turn turn) {
        var bill = new Run.Bill("gpt", 100, 20, 250_000);
        return new Turn(
                turn.message(), bill, List.of("gpt was asked in place of llama: it is down."));
    }
}
