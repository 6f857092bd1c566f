package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.calls;
import static dev.countersign.agent.engine.Workplace.says;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.gate.Rule.Way;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.people.GetUserInput;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Choice.Result;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions.Reply;
import dev.countersign.channels.Questions.Verdict;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Work that others do, values that people fill in, and calls that are only recorded. */
public abstract class KindsNegative extends EngineStory {
    private String changing(String arguments) {
        at.takes(calls(call("change", arguments)), says("Done."));
        return at.hears("change it");
    }

    private Reply reports(QuestionKey key, Choice choice) {
        return at.engine()
                .questions()
                .decide(new Inbound.Chose(
                        new DeliveryId("callback", "r" + System.nanoTime()),
                        new Speaker(Speaker.CALLBACK, "callback", Assurance.SIGNED, Map.of()),
                        new Conversation("callback", "x"),
                        key,
                        OptionalInt.empty(),
                        choice));
    }

    @Test
    void a_call_that_is_handed_out_never_runs_here() {
        at.under(Rules.changes("out").by(1, "dana").going(Way.OUTSIDE).rule());
        var run = changing("{\"n\":1}");
        var approval = at.asks(run);
        assertThat(approval.card().kind()).isEqualTo(Kind.APPROVE);
        var ran = new Choice.Report(Result.RAN, "42 rows");
        assertThat(reports(approval.key(), ran).verdict()).isEqualTo(Verdict.NOT_ALLOWED);
        at.approves("dana", approval.key());
        var out = at.asks(run);
        assertThat(out.card().kind()).isEqualTo(Kind.EXTERNAL);
        assertThat(reports(out.key(), new Choice.Report(Result.AGAIN, "")).verdict())
                .isEqualTo(Verdict.UNCLEAR);
        assertThat(reports(out.key(), new Choice.Approve(Optional.empty())).verdict())
                .isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(reports(out.key(), ran).verdict()).isEqualTo(Verdict.RECORDED);
        at.rests(run);
        assertThat(at.results(run))
                .containsExactly("Reported by callback, not by the tool: 42 rows");
        assertThat(reports(out.key(), ran).verdict()).isEqualTo(Verdict.ALREADY_DECIDED);
        assertThat(write.ran).isEmpty();
    }

    @Test
    void a_call_that_is_handed_out_may_fail_or_never_be_reported() {
        at.under(Rules.changes("out").says(Decision.ALLOW).going(Way.OUTSIDE).rule());
        var failed = changing("{\"n\":1}");
        at.chooses("ana", at.asks(failed).key(), new Choice.Report(Result.FAILED, "no disk"));
        at.rests(failed);
        assertThat(at.results(failed)).containsExactly("Reported by ana, not by the tool: no disk");
        var silent = changing("{\"n\":2}");
        at.asks(silent);
        at.passes(Duration.ofHours(24));
        at.rests(silent);
        assertThat(at.results(silent).getFirst())
                .startsWith("The tool call was handed out, and nobody reported an outcome");
        assertThat(write.ran).isEmpty();
    }

    @Test
    void missing_arguments_are_asked_with_their_types_and_then_judged() {
        at.without(write);
        write = at.with(CountingTool.of("change", ToolClass.WRITE).withSchema("""
                {"type":"object","required":["n","size"],"properties":{"n":{"type":"integer"},
                 "size":{"type":"string","enum":["small","large"]}}}"""));
        at.under(Rules.changes("form").by(1, "dana").going(Way.FORM).rule());
        var run = changing("{}");
        var form = at.asks(run);
        assertThat(form.card().kind()).isEqualTo(Kind.FORM);
        assertThat(form.card().fields()).extracting("name").containsExactly("n", "size");
        assertThat(fills(form.key(), Map.of("n", "many", "size", "small")).sentence())
                .contains("Field n is not of type integer");
        assertThat(fills(form.key(), Map.of("n", "3", "size", "huge")).sentence())
                .contains("Field size is one of");
        assertThat(at.asks(run)).isEqualTo(form);
        assertThat(fills(form.key(), Map.of("n", "3", "size", "small")).verdict())
                .isEqualTo(Verdict.RECORDED);
        var approval = at.until(
                        run,
                        r -> !r.questions().isEmpty()
                                && r.questions().getFirst().card().kind() == Kind.APPROVE)
                .questions()
                .getFirst();
        assertThat(write.ran).isEmpty();
        at.approves("dana", approval.key());
        at.rests(run);
        assertThat(write.ran).singleElement().satisfies(i -> assertThat(i.arguments())
                .isEqualTo("{\"n\":3,\"size\":\"small\"}"));
    }

    private Reply fills(QuestionKey key, Map<String, String> values) {
        return at.chooses("ana", key, new Choice.Fill(values));
    }

    @Test
    void values_that_the_model_asks_for_come_back_by_name() {
        at.with(new GetUserInput());
        at.takes(calls(call(GetUserInput.NAME, """
                        {"user_input_fields":[{"field_name":"replicas","field_type":"integer"},
                         {"field_name":"tier","options":["dev","prod"]}]}""")), says("Done."));
        var run = at.hears("set it up");
        var form = at.asks(run);
        assertThat(form.card().kind()).isEqualTo(Kind.FORM);
        fills(form.key(), Map.of("replicas", "3", "tier", "prod"));
        at.rests(run);
        assertThat(at.results(run)).containsExactly("{\"replicas\":3,\"tier\":\"prod\"}");
    }

    @Test
    void audit_only_runs_at_once_and_is_recorded_and_shown() {
        var chat = at.reaches("api", Optional.empty(), "p1");
        at.under(Rules.changes("noted").says(Decision.AUDIT).rule());
        var run = changing("{\"n\":1,\"password\":\"hunter2\"}");
        at.rests(run);
        assertThat(write.ran).hasSize(1);
        assertThat(at.record(run, Entry.Kind.CLEARED))
                .singleElement()
                .satisfies(e -> assertThat(e.details()).containsEntry("rule", "noted"));
        await().until(() -> chat.carried(Outbound.Tell.class).stream()
                .anyMatch(t -> t.text().startsWith("For the record: change runs without asking")));
        assertThat(chat.carried.toString()).doesNotContain("hunter2");
    }
}
