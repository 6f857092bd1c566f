package dev.countersign.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.gate.Rule.Named;
import dev.countersign.agent.run.Entry;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Outbound.Ask;
import dev.countersign.channels.Outbound.Occasion;
import dev.countersign.channels.Questions.Verdict;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.Set;

/** People who decide one after the other: nobody before their turn, and nobody twice. */
public abstract class StagesNegative extends EngineStory {
    private Pigeon leads;
    private Pigeon security;

    @BeforeEach
    void a_team_lead_and_then_security() {
        leads = at.reaches("leads", Optional.empty(), "L1");
        security = at.reaches("security", Optional.empty(), "S1");
        at.person("dana", "leads");
        at.person("li", "security", "leads");
        at.person("mo", "security");
        at.under(Rules.changes("both").inTurn("leads", "security").rule());
    }

    @Test
    void a_stage_is_asked_when_its_turn_has_come() {
        var run = changing();
        var key = at.asks(run).key();
        await().until(() -> !leads.carried(Ask.class).isEmpty());
        assertThat(security.carried).isEmpty();
        assertThat(at.engine().questions().openFor("mo")).isEmpty();
        assertThat(at.asks(run).card().deciders().progress())
                .containsExactly("Stage leads: open, 0 of 1", "Stage security: comes later");

        var reply = at.approves("dana", key);
        assertThat(reply.verdict()).isEqualTo(Verdict.COUNTED);
        assertThat(reply.sentence()).contains("Stage leads is passed", "the group security");
        await().until(() -> !security.carried(Ask.class).isEmpty());
        assertThat(security.carried(Ask.class).getFirst().occasion())
                .isEqualTo(Occasion.NEXT_STAGE);
        assertThat(at.asks(run).card().deciders().progress())
                .containsExactly(
                        "Stage leads: passed, approved by dana", "Stage security: open, 0 of 1");
        assertThat(at.engine().questions().openFor("mo")).hasSize(1);
        assertThat(write.ran).isEmpty();

        assertThat(at.approves("mo", key).verdict()).isEqualTo(Verdict.RECORDED);
        at.rests(run);
        assertThat(write.ran).hasSize(1);
        assertThat(at.record(run, Entry.Kind.VOTED)).singleElement().satisfies(e -> assertThat(
                        e.details())
                .containsEntry("stage", "leads")
                .containsEntry("opens", "security"));
    }

    @Test
    void nobody_decides_before_their_turn() {
        var run = changing();
        var key = at.asks(run).key();
        var reply = at.approves("mo", key);
        assertThat(reply.verdict()).isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(reply.sentence()).contains("at stage leads");
        assertThat(at.rejects("mo", key, "no").verdict()).isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(at.asks(run).votes()).isEmpty();
    }

    @Test
    void one_person_counts_at_one_stage() {
        var run = changing();
        var key = at.asks(run).key();
        at.approves("li", key);
        assertThat(at.approves("li", key).verdict()).isEqualTo(Verdict.ALREADY_DECIDED);
        assertThat(write.ran).isEmpty();
        assertThat(at.approves("mo", key).verdict()).isEqualTo(Verdict.RECORDED);
        at.rests(run);
    }

    @Test
    void who_agreed_at_an_earlier_stage_may_still_say_no() {
        var run = changing();
        var key = at.asks(run).key();
        at.approves("dana", key);
        assertThat(at.rejects("dana", key, "I was wrong").verdict()).isEqualTo(Verdict.RECORDED);
        at.rests(run);
        assertThat(write.ran).isEmpty();
    }

    @Test
    void an_edit_starts_again_at_the_first_stage() {
        at.person("zoe", "leads");
        var run = changing();
        var key = at.asks(run).key();
        at.approves("dana", key);
        at.chooses("mo", key, new Choice.Edit("{\"n\":2}", Optional.empty()));
        assertThat(at.asks(run).gate().stage()).contains("leads");
        assertThat(at.asks(run).votes()).isEmpty();
        assertThat(at.approves("li", key).verdict()).isEqualTo(Verdict.COUNTED);
        assertThat(at.approves("mo", key).verdict()).isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(write.ran).isEmpty();
    }

    @Test
    void stages_that_the_same_person_would_have_to_pass_alone_are_nobody() {
        at.person("dana");
        at.person("mo");
        var run = changing();
        at.rests(run);
        assertThat(at.results(run).getFirst())
                .startsWith("Policy does not allow this tool call (both");
    }

    @Test
    void a_stage_that_is_open_survives_a_restart() {
        var run = changing();
        var key = at.asks(run).key();
        at.approves("dana", key);
        at.restarts();
        assertThat(at.approves("dana", key).verdict()).isEqualTo(Verdict.ALREADY_DECIDED);
        assertThat(at.approves("mo", key).verdict()).isEqualTo(Verdict.RECORDED);
        at.rests(run);
        assertThat(write.ran).hasSize(1);
    }

    @Test
    void a_rule_that_gets_a_stage_more_is_stricter() {
        at.under(Rules.changes("both")
                .by(new Named(Set.of("dana"), Set.of(), false, false, 2))
                .by(1, "dana")
                .rule());
        var run = changing();
        var key = at.asks(run).key();
        at.under(Rules.changes("both").inTurn("leads", "security").rule());
        assertThat(at.approves("dana", key).verdict()).isEqualTo(Verdict.COUNTED);
        assertThat(write.ran).isEmpty();
    }
}
