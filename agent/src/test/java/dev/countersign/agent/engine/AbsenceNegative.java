package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.calls;
import static dev.countersign.agent.engine.Workplace.says;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.gate.Rule.GrantTerms;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Question;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Outbound.Ask;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions.Reply;
import dev.countersign.channels.Questions.Verdict;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Somebody is away, or it burns: who may decide then, and who hears of it. */
public abstract class AbsenceNegative extends EngineStory {
    private String changing(String person) {
        at.takes(calls(call("change", "{\"n\":1}")), says("Done."));
        return at.hears("change it", person);
    }

    private void danaIsAway() {
        at.away("dana", Optional.of(at.clock.instant().plus(Duration.ofHours(8))), "li");
    }

    @Test
    void a_delegate_decides_in_the_name_of_who_is_away() {
        var mail = at.reaches("email", Optional.of("email"), "ops@example.com");
        at.under(Rules.changes("named").by(1, "dana").over("email").rule());
        danaIsAway();
        var run = changing("ana");
        var key = at.asks(run).key();
        await("two people, and a notice to an address of nobody")
                .until(() -> mail.carried(Ask.class).size() == 3);
        assertThat(at.engine().questions().openFor("li")).hasSize(1);

        var reply = at.approves("li", key);
        assertThat(reply.sentence()).startsWith("Approved by li for dana");
        at.rests(run);
        assertThat(at.record(run, Entry.Kind.DECIDED)).singleElement().satisfies(e -> {
            assertThat(e.by()).contains("li");
            assertThat(e.details()).containsEntry("insteadOf", "dana");
        });
        assertThat(at.approves("dana", key).sentence()).contains("approved by li for dana");
    }

    @Test
    void a_delegate_and_who_is_away_are_one_vote() {
        at.person("mo");
        at.under(Rules.changes("two").by(2, "dana", "mo").rule());
        danaIsAway();
        var run = changing("ana");
        var key = at.asks(run).key();
        assertThat(at.approves("li", key).verdict()).isEqualTo(Verdict.COUNTED);
        assertThat(at.approves("li", key).verdict()).isEqualTo(Verdict.ALREADY_DECIDED);
        var dana = at.approves("dana", key);
        assertThat(dana.verdict()).isEqualTo(Verdict.ALREADY_DECIDED);
        assertThat(dana.sentence()).contains("li has approved this already for dana");
        assertThat(at.asks(run).card().deciders().progress())
                .containsExactly("Approved so far by li for dana");
        assertThat(write.ran).isEmpty();
    }

    @Test
    void a_delegate_who_may_decide_anyway_counts_once() {
        at.under(Rules.changes("two").by(2, "dana", "li").rule());
        danaIsAway();
        var run = changing("ana");
        var key = at.asks(run).key();
        assertThat(at.approves("li", key).verdict()).isEqualTo(Verdict.COUNTED);
        assertThat(at.approves("li", key).verdict()).isEqualTo(Verdict.ALREADY_DECIDED);
        assertThat(at.asks(run).votes()).extracting(Question.Vote::insteadOf).hasSize(1);
        assertThat(write.ran).isEmpty();
    }

    @Test
    void a_delegate_decides_no_longer_than_the_absence() {
        at.under(Rules.changes("named").by(1, "dana").rule());
        danaIsAway();
        var run = changing("ana");
        var key = at.asks(run).key();
        at.passes(Duration.ofHours(8).minusSeconds(1));
        assertThat(at.engine().questions().openFor("li")).hasSize(1);
        at.passes(Duration.ofSeconds(1));
        assertThat(at.engine().questions().openFor("li")).isEmpty();
        assertThat(at.approves("li", key).verdict()).isEqualTo(Verdict.NOT_ALLOWED);
    }

    @Test
    void a_delegate_of_somebody_who_is_there_decides_nothing() {
        at.under(Rules.changes("named").by(1, "dana").rule());
        at.away("dana", Optional.empty(), "li");
        var run = changing("ana");
        assertThat(at.approves("li", at.asks(run).key()).verdict()).isEqualTo(Verdict.NOT_ALLOWED);
    }

    @Test
    void a_delegate_is_no_way_around_who_asked() {
        at.under(Rules.changes("named").by(1, "dana", "mo").rule());
        at.person("mo");
        danaIsAway();
        var asked = changing("li");
        assertThat(at.approves("li", at.asks(asked).key()).verdict())
                .isEqualTo(Verdict.NOT_ALLOWED);
        var absent = changing("dana");
        assertThat(at.approves("li", at.asks(absent).key()).verdict())
                .isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(write.ran).isEmpty();
    }

    @Test
    void a_delegate_of_a_delegate_decides_nothing() {
        at.person("mo");
        at.under(Rules.changes("named").by(1, "dana").rule());
        danaIsAway();
        at.away("li", Optional.of(at.clock.instant().plus(Duration.ofHours(8))), "mo");
        var run = changing("ana");
        assertThat(at.approves("mo", at.asks(run).key()).verdict()).isEqualTo(Verdict.NOT_ALLOWED);
    }

    @Test
    void a_delegate_grants_nothing_beyond_the_call() {
        at.under(Rules.changes("named")
                .by(1, "dana")
                .granting(new GrantTerms(Duration.ofHours(1), 3))
                .rule());
        danaIsAway();
        var run = changing("ana");
        var wish = new Choice.GrantWish(true, Optional.empty(), OptionalInt.empty(), Set.of());
        var yes = new Choice.Approve(Optional.empty(), Optional.of(wish));
        assertThat(at.chooses("li", at.asks(run).key(), yes).verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(at.stores.grants().alive(at.clock.instant())).isEmpty();
    }

    private Reply breaks(String person, String run, String reason) {
        return at.chooses(person, at.asks(run).key(), new Choice.BreakGlass(reason));
    }

    @Test
    void breaking_the_glass_decides_at_once_and_everybody_hears_of_it() {
        var chat = at.reaches("slack", Optional.empty(), "C1");
        var mail = at.reaches("email", Optional.of("email"), "ops@example.com");
        at.person("zoe", "sre");
        at.under(Rules.changes("two")
                .by(2, "dana", "li")
                .over("slack")
                .brokenBy("sre")
                .rule());
        var run = changing("ana");
        var reply = breaks("zoe", run, "the shop is down");
        assertThat(reply.verdict()).isEqualTo(Verdict.RECORDED);
        at.rests(run);
        assertThat(write.ran).hasSize(1);
        await().until(() -> chat.carried(Outbound.Tell.class).size() == 1
                && mail.carried(Outbound.Tell.class).size() == 2);
        assertThat(mail.carried(Outbound.Tell.class)).allSatisfy(tell -> assertThat(tell.text())
                .startsWith("GLASS BROKEN: zoe approved")
                .contains("the shop is down"));
        assertThat(mail.carried(Outbound.Tell.class))
                .extracting(tell -> tell.to().place())
                .containsExactlyInAnyOrder("dana@example.com", "li@example.com");
        assertThat(at.record(run, Entry.Kind.DECIDED)).singleElement().satisfies(e -> assertThat(
                        e.details())
                .containsKey("breakGlass")
                .containsEntry("reason", "the shop is down"));
        assertThat(at.approves("dana", lastKey(run)).sentence())
                .startsWith("Already approved by zoe");
    }

    private QuestionKey lastKey(String run) {
        return at.stores.archive().questions(run).getFirst().key();
    }

    @Test
    void breaking_the_glass_needs_a_reason_a_right_and_somebody_else() {
        at.person("zoe", "sre");
        at.person("ana", "sre");
        at.under(Rules.changes("two").by(2, "dana", "li").brokenBy("sre").rule());
        var run = changing("ana");
        var open = at.asks(run);
        assertThat(breaks("zoe", run, " ").verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(breaks("dana", run, "it burns").verdict()).isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(breaks("ana", run, "it burns").verdict()).isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(at.approves("zoe", open.key()).verdict()).isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(at.asks(run)).isEqualTo(open);
        assertThat(write.ran).isEmpty();
    }

    @Test
    void without_a_word_about_it_nobody_breaks_the_glass() {
        at.under(Rules.changes("two").by(2, "dana", "li").rule());
        var run = changing("ana");
        assertThat(breaks("dana", run, "it burns").verdict()).isEqualTo(Verdict.NOT_ALLOWED);
    }
}
