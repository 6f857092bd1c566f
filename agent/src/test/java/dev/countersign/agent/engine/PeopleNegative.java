package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.calls;
import static dev.countersign.agent.engine.Workplace.says;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.gate.Rule.Named;
import dev.countersign.agent.run.Entry;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Questions.Verdict;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who may decide, and how many of them it takes. */
public abstract class PeopleNegative extends EngineStory {
    private static final Choice YES = new Choice.Approve(Optional.empty());

    /** A program asked, and nobody is there who could decide. */
    @Test
    void unattended_run_with_gate() {
        at.person("dana");
        at.takes(calls(call("change", "{\"n\":1}")), says("Done."));
        var run = at.hears("change it", "ci");
        at.rests(run);
        assertThat(at.record(run, Entry.Kind.ASKED)).isEmpty();
        assertThat(at.results(run))
                .singleElement()
                .asString()
                .startsWith("Policy does not allow this tool call");
        assertThat(write.ran).isEmpty();
    }

    @Test
    void requester_cannot_approve() {
        at.under(Rules.changes("named").by(1, "ana", "dana").rule());
        var run = changing();
        var key = at.asks(run).key();
        var reply = at.approves("ana", key);
        assertThat(reply.verdict()).isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(reply.sentence()).contains("you asked for this change");
        assertThat(at.asks(run).votes()).isEmpty();
    }

    @Test
    void requester_can_approve_where_the_rule_says_self() {
        at.under(Rules.changes("self")
                .by(new Named(Set.of("ana"), Set.of(), false, true, 1))
                .rule());
        var run = changing();
        assertThat(at.approves("ana", at.asks(run).key()).verdict()).isEqualTo(Verdict.RECORDED);
    }

    @Test
    void editor_cannot_approve_own_edit() {
        at.under(Rules.changes("named").by(1, "dana", "li").rule());
        var run = changing();
        var key = at.asks(run).key();
        at.chooses("dana", key, new Choice.Edit("{\"n\":2}", Optional.empty()));
        assertThat(at.approves("dana", key).verdict()).isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(write.ran).isEmpty();
        assertThat(at.approves("li", key).verdict()).isEqualTo(Verdict.RECORDED);
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void votes_start_again_after_an_edit() {
        at.person("mo");
        at.under(Rules.changes("two").by(2, "dana", "li", "mo").rule());
        var run = changing();
        var key = at.asks(run).key();
        at.approves("dana", key);
        at.chooses("li", key, new Choice.Edit("{\"n\":2}", Optional.empty()));
        assertThat(at.asks(run).votes()).isEmpty();
        assertThat(at.approves("mo", key).verdict()).isEqualTo(Verdict.COUNTED);
        assertThat(at.approves("dana", key).verdict()).isEqualTo(Verdict.RECORDED);
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void quorum_linked_identities_count_once() {
        at.reaches("slack", Optional.empty(), "C1");
        at.reaches("email", Optional.of("email"), "ops@example.com");
        at.under(Rules.changes("two").by(2, "dana", "li").rule());
        var run = changing();
        var key = at.asks(run).key();
        at.engine().inbox().accept(at.click("slack", "U-dana", key, YES));
        at.engine().inbox().accept(at.click("email", "Dana@Example.com", key, YES));
        await().until(() -> at.record(run, Entry.Kind.DECLINED).size() == 1);
        assertThat(at.asks(run).votes()).hasSize(1);
        assertThat(write.ran).isEmpty();
        assertThat(at.approves("li", key).verdict()).isEqualTo(Verdict.RECORDED);
        at.rests(run);
    }

    @Test
    void a_no_of_one_ends_a_question_for_two() {
        at.under(Rules.changes("two").by(2, "dana", "li").rule());
        var run = changing();
        var key = at.asks(run).key();
        at.approves("dana", key);
        at.rejects("li", key, "no");
        at.rests(run);
        assertThat(at.results(run)).containsExactly("Tool call was rejected by user. Reason: no");
        assertThat(write.ran).isEmpty();
    }

    @Test
    void responder_not_allowed() {
        at.under(Rules.changes("named").by(1, "dana").rule());
        var run = changing();
        var open = at.asks(run);
        var reply = at.approves("li", open.key());
        assertThat(reply.verdict()).isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(reply.sentence()).contains("dana").contains("li is not among them");
        assertThat(at.asks(run)).isEqualTo(open);
        assertThat(at.record(run, Entry.Kind.DECLINED)).hasSize(1);
    }

    @Test
    void channel_member_is_not_approver() {
        var chat = at.reaches("slack", Optional.empty(), "C1");
        at.under(Rules.changes("named").by(1, "dana").over("slack").rule());
        var run = changing();
        var open = at.asks(run);
        at.engine().inbox().accept(at.click("slack", "U-li", open.key(), YES));
        at.engine().inbox().accept(at.click("slack", "U-guest", open.key(), YES));
        await().until(() -> chat.carried(Outbound.Whisper.class).size() == 2);
        assertThat(chat.carried(Outbound.Settle.class)).isEmpty();
        assertThat(chat.carried(Outbound.Ask.class)).hasSize(1);
        assertThat(at.asks(run)).isEqualTo(open);
    }

    @Test
    void empty_approver_list() {
        at.under(Rules.changes("nobody").by(1).rule());
        var run = changing();
        at.rests(run);
        assertThat(at.results(run).getFirst())
                .startsWith("Policy does not allow this tool call (nobody");
        assertThat(write.ran).isEmpty();
    }

    @Test
    void empty_group_is_nobody() {
        at.under(Rules.changes("empty")
                .by(new Named(Set.of(), Set.of("ghosts"), false, false, 1))
                .rule());
        var run = changing();
        at.rests(run);
        assertThat(at.results(run).getFirst())
                .startsWith("Policy does not allow this tool call (empty");
    }

    @Test
    void quorum_larger_than_the_people_is_nobody() {
        at.under(Rules.changes("three")
                .by(new Named(Set.of("ana", "dana"), Set.of("oncall"), false, false, 3))
                .rule());
        var run = changing();
        at.rests(run);
        assertThat(at.results(run).getFirst())
                .startsWith("Policy does not allow this tool call (three");
    }

    @Test
    void approver_left_group_before_click() {
        at.under(Rules.changes("oncall")
                .by(new Named(Set.of(), Set.of("oncall"), false, false, 1))
                .rule());
        var run = changing();
        var key = at.asks(run).key();
        at.person("li");
        assertThat(at.approves("li", key).verdict()).isEqualTo(Verdict.NOT_ALLOWED);
        at.person("mo", "oncall");
        assertThat(at.approves("mo", key).verdict()).isEqualTo(Verdict.RECORDED);
    }

    @Test
    void a_person_who_is_gone_decides_nothing() {
        at.under(Rules.changes("named").by(1, "dana", "li").rule());
        var run = changing();
        var key = at.asks(run).key();
        at.leaves("dana");
        assertThat(at.approves("dana", key).verdict()).isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(write.ran).isEmpty();
    }

    @Test
    void an_agent_that_is_gone_starts_nothing_that_waited() {
        var run = changing();
        var key = at.asks(run).key();
        at.dismissesAgent();
        at.approves("dana", key);
        at.rests(run);
        assertThat(write.ran).isEmpty();
        assertThat(at.results(run))
                .singleElement()
                .asString()
                .contains("is gone; what it may do changed after approval", "was not run");
    }

    @Test
    void what_waits_for_one_is_not_hidden_behind_what_waits_for_others() {
        at.person("mo");
        at.thinks(prompt -> calls(call("change", "{\"n\":1}")));
        at.under(Rules.changes("old").by(1, "mo").rule());
        var first = at.asks(at.hears("change it")).key();
        at.under(Rules.changes("new").by(1, "dana").rule());
        var later = new ArrayList<String>();
        for (int i = 0; i < 101; i++) {
            later.add(at.hears("change it"));
        }
        later.forEach(at::asks);
        assertThat(at.engine().questions().openFor("mo"))
                .singleElement()
                .satisfies(shown -> assertThat(shown.key()).isEqualTo(first));
        assertThat(at.engine().questions().openFor("dana")).hasSize(101);
    }

    @Test
    void an_agent_keeps_its_blueprint_while_it_waits() {
        at.agentAsksBy();
        var run = changing();
        var key = at.asks(run).key();
        var blueprint = at.run(run).origin().blueprint();
        at.agentAsksBy("elsewhere");
        at.restarts();
        at.approves("dana", key);
        at.rests(run);
        assertThat(at.run(run).origin().blueprint()).isEqualTo(blueprint);
        assertThat(at.run(at.hears("again")).origin().blueprint()).isNotEqualTo(blueprint);
        assertThat(List.of(write.ran.size())).containsExactly(1);
    }
}
