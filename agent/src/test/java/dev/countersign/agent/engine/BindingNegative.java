package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.calls;
import static dev.countersign.agent.engine.Workplace.says;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.gate.Canonical;
import dev.countersign.agent.gate.Digest;
import dev.countersign.agent.gate.Policy;
import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.RunStore.Commit;
import dev.countersign.agent.run.Step;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Questions.Verdict;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What was approved is what runs: the same call, tool, target and rule. */
public abstract class BindingNegative extends EngineStory {

    private String refused(String run) {
        at.rests(run);
        assertThat(write.ran).isEmpty();
        return at.results(run).getFirst();
    }

    @Test
    void digest_a_cannot_run_digest_b() {
        var run = changing();
        var key = at.asks(run).key();
        var now = at.run(run);
        var acting = (Phase.Acting) now.phase();
        var other = acting.calls().getFirst();
        var swapped = now.in(new Phase.Acting(
                acting.words(),
                List.of(other.bound("{\"n\":666}", other.binding())),
                acting.heard()));
        at.stores
                .runs()
                .commit(new Commit(
                        now,
                        Step.stay(swapped),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        at.approves("dana", key);
        assertThat(refused(run)).contains("changed after approval");
        assertThat(at.record(run, Entry.Kind.REFUSED))
                .singleElement()
                .satisfies(e -> assertThat(e.details()).containsEntry("why", "CHANGED"));
    }

    @Test
    void digest_ignores_cosmetics() {
        var plain = digest("{\"a\":1,\"b\":{\"c\":[1,2]}}");
        assertThat(digest(" { \"b\" : {\"c\":[1.0, 2e0]}, \"a\": 1.00 } ")).isEqualTo(plain);
        assertThat(digest("{\"a\":1,\"b\":{\"c\":[2,1]}}")).isNotEqualTo(plain);
        assertThat(digest("{\"a\":\"1\",\"b\":{\"c\":[1,2]}}")).isNotEqualTo(plain);
        assertThat(digest("{\"a\":1}")).isNotEqualTo(plain);
    }

    private String digest(String arguments) {
        var good = (Canonical.Form.Good) Canonical.of(arguments);
        return Digest.bind("helper", write.spec(), "here", good.json()).digest();
    }

    @Test
    void schema_changed_between_approval_and_execution() {
        var run = changing();
        var key = at.asks(run).key();
        at.without(write);
        var changed = at.with(write.withSchema("{\"type\":\"object\",\"required\":[\"n\"]}"));
        at.approves("dana", key);
        assertThat(refused(run)).contains("changed after approval");
        assertThat(changed.ran).isEmpty();
    }

    @Test
    void server_swapped_same_tool_name() {
        var run = changing();
        var key = at.asks(run).key();
        at.without(write);
        var other = at.with(write.from("another server"));
        at.approves("dana", key);
        assertThat(refused(run)).contains("changed after approval");
        assertThat(other.ran).isEmpty();
    }

    @Test
    void target_changed_since_shown() {
        var moved = new AtomicBoolean(true);
        at.without(write);
        var wary = at.with(new CountingTool(
                "change",
                ToolClass.WRITE,
                Repeat.NEVER,
                i -> moved.getAndSet(false)
                        ? new ToolOutcome.Moved("replicas is 5 now")
                        : new ToolOutcome.Success("ran")));
        var run = changing();
        var first = at.asks(run);
        at.approves("dana", first.key());
        var second = at.until(run, r -> r.questions().stream().anyMatch(q -> q.version() == 2))
                .questions()
                .getFirst();
        assertThat(second.key()).isEqualTo(first.key());
        assertThat(second.card().facts().toString()).contains("replicas is 5 now");
        assertThat(at.results(run)).isEmpty();
        at.approves("dana", first.key());
        at.rests(run);
        assertThat(at.results(run)).containsExactly("ran");
        assertThat(wary.ran).hasSize(2);
    }

    @Test
    void policy_edited_while_pending() {
        at.under(Rules.changes("one").by(1, "dana", "li").rule());
        var run = changing();
        var key = at.asks(run).key();
        at.under(Rules.changes("two").by(2, "dana", "li").rule());
        var reply = at.approves("dana", key);
        assertThat(reply.verdict()).isEqualTo(Verdict.COUNTED);
        assertThat(reply.sentence()).contains("rule two asks for more now");
        assertThat(write.ran).isEmpty();
        var again = at.asks(run);
        assertThat(again.version()).isEqualTo(2);
        assertThat(again.gate().approvers().needed()).isEqualTo(2);
        at.under(Rules.changes("none").says(Decision.ALLOW).rule());
        at.approves("dana", key);
        assertThat(write.ran).isEmpty();
        at.approves("li", key);
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void policy_forbids_while_pending() {
        at.under(Rules.changes("ours").rule());
        var run = changing();
        var key = at.asks(run).key();
        at.under(Rules.changes("never").says(Decision.DENY).rule());
        at.approves("dana", key);
        assertThat(refused(run)).contains("Policy (rule never) changed after approval");
    }

    @Test
    void channel_deleted_while_pending() {
        var first = at.reaches("slack", Optional.empty(), "C1");
        var second = at.reaches("pager", Optional.empty(), "P1");
        at.under(Rules.changes("ours").over("slack", "pager").rule());
        var run = changing();
        var key = at.asks(run).key();
        await().until(() -> first.carried(Outbound.Ask.class).size() == 1);
        at.forgets("slack");
        at.passes(java.time.Duration.ofHours(12));
        await().until(() -> second.carried(Outbound.Ask.class).size() == 2);
        assertThat(at.run(run).phase()).isInstanceOf(Phase.Acting.class);
        assertThat(write.ran).isEmpty();
        at.approves("dana", key);
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void gate_removed_while_pending() {
        at.under(Rules.changes("ours").rule());
        var run = changing();
        var key = at.asks(run).key();
        at.under(Rules.changes("all").says(Decision.ALLOW).rule());
        at.restarts();
        at.passes(java.time.Duration.ofMinutes(1));
        assertThat(at.asks(run).key()).isEqualTo(key);
        assertThat(write.ran).isEmpty();
        at.approves("dana", key);
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void unknown_tool_asks() {
        var fresh = at.with(CountingTool.of("brand_new", ToolClass.UNKNOWN));
        at.takes(calls(call("brand_new", "{}")), says("Done."));
        at.asks(at.hears("try it"));
        assertThat(fresh.ran).isEmpty();
    }

    @Test
    void edit_crosses_into_stricter_policy() {
        at.under(
                Rules.changes("large")
                        .where(facts -> facts.arguments().contains("9"))
                        .by(2, "dana", "li")
                        .rule(),
                Rules.changes("small").by(1, "dana", "li").rule());
        at.takes(calls(call("change", "{\"n\":1}")), says("Done."));
        var run = at.hears("change it", "ana");
        var key = at.asks(run).key();
        at.chooses("dana", key, new Choice.Edit("{\"n\":9}", Optional.empty()));
        var again = at.asks(run);
        assertThat(again.gate().rule()).isEqualTo("large");
        assertThat(again.gate().approvers().needed()).isEqualTo(2);
        assertThat(again.version()).isEqualTo(2);
        at.approves("li", key);
        assertThat(write.ran).isEmpty();
    }

    @Test
    void edit_renames_tool() {
        var run = changing();
        var key = at.asks(run).key();
        var edit = "{\"tool\":\"look\",\"name\":\"look\"}";
        at.chooses("dana", key, new Choice.Edit(edit, Optional.empty()));
        at.rests(run);
        assertThat(read.ran).isEmpty();
        assertThat(at.calls(run).getFirst().tool()).isEqualTo("change");
    }

    @Test
    void edit_breaks_schema() {
        at.without(write);
        var typed = at.with(write.withSchema("""
                {"type":"object","required":["n"],"additionalProperties":false,
                 "properties":{"n":{"type":"integer"},"how":{"enum":["fast","slow"]}}}"""));
        var run = changing();
        var open = at.asks(run);
        assertThat(broken(run, "{}")).contains("n parameter is required");
        assertThat(broken(run, "{\"n\":\"many\"}")).contains("n is not of type integer");
        assertThat(broken(run, "{\"n\":1,\"how\":\"never\"}")).contains("how is one of");
        assertThat(broken(run, "{\"n\":1,\"m\":2}")).contains("there is no field m");
        assertThat(at.asks(run)).isEqualTo(open);
        at.chooses("dana", open.key(), new Choice.Edit("{\"n\":3}", Optional.empty()));
        at.rests(run);
        assertThat(typed.ran).hasSize(1);
    }

    private String broken(String run, String arguments) {
        var key = at.asks(run).key();
        var reply = at.chooses("dana", key, new Choice.Edit(arguments, Optional.empty()));
        assertThat(reply.verdict()).isEqualTo(Verdict.UNCLEAR);
        return reply.sentence();
    }

    @Test
    void arguments_null() {
        at.takes(calls(call("change", "null"), call("change", "{}")), says("Done."));
        var run = at.hears("both");
        var both = at.until(run, r -> r.questions().size() == 2).questions();
        assertThat(both.getFirst().card().work().digest())
                .isEqualTo(both.getLast().card().work().digest());
    }

    @Test
    void policy_that_is_gone_asks_about_everything() {
        at.under(new Policy("gone", List.of(), Policy.Defaults.SAFE));
        at.takes(calls(call("look", "{}")), says("Done."), calls(call("look", "{}")), says("."));
        var run = at.hears("look");
        at.rests(run);
        at.withoutPolicies();
        var second = at.hears("look again");
        at.asks(second);
        assertThat(read.ran).hasSize(1);
        assertThat(at.run(second).calls().getFirst().state()).isInstanceOf(CallState.Gated.class);
    }
}
