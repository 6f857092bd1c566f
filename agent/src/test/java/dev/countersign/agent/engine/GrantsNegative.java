package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.calls;
import static dev.countersign.agent.engine.Workplace.says;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.gate.Rule.GrantTerms;
import dev.countersign.agent.gate.Rule.Named;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.CallState.Clearance;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Choice.GrantWish;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Questions.Reply;
import dev.countersign.channels.Questions.Verdict;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** How far one yes may reach, and where it ends. */
public abstract class GrantsNegative extends EngineStory {
    private static final String SHOP = "{\"namespace\":\"shop\",\"n\":1}";
    private static final String SHOP_TOO = "{\"namespace\":\"shop\",\"n\":2}";
    private static final String BANK = "{\"namespace\":\"bank\",\"n\":1}";
    private static final GrantTerms TERMS = new GrantTerms(Duration.ofMinutes(30), 3);
    private static final GrantWish IN_SHOP =
            new GrantWish(false, Optional.empty(), OptionalInt.empty(), Set.of("namespace"));

    private final Rules rule = Rules.changes("ours").by(1, "dana", "li").granting(TERMS);

    @BeforeEach
    void allow_grants() {
        at.under(rule.rule());
    }

    private String changing(String arguments) {
        at.takes(calls(call("change", arguments)), says("Done."));
        return at.hears("change it");
    }

    private Reply grants(String run, GrantWish wish) {
        var yes = new Choice.Approve(Optional.empty(), Optional.of(wish));
        return at.chooses("dana", at.asks(run).key(), yes);
    }

    private void granted(GrantWish wish) {
        var run = changing(SHOP);
        assertThat(grants(run, wish).verdict()).isEqualTo(Verdict.RECORDED);
        at.rests(run);
        assertThat(at.stores.grants().alive(at.clock.instant())).hasSize(1);
    }

    private boolean asked(String arguments) {
        var run = changing(arguments);
        var settled = at.until(run, GrantsNegative::isAskedOrDone);
        return !settled.questions().isEmpty();
    }

    private static boolean isAskedOrDone(Run run) {
        return !run.questions().isEmpty() || run.phase() instanceof Phase.Resting;
    }

    @Test
    void a_grant_clears_what_was_meant_and_says_by_whom() {
        granted(IN_SHOP);
        var run = changing(SHOP_TOO);
        at.rests(run);
        assertThat(at.calls(run).getFirst().state())
                .isInstanceOfSatisfying(CallState.Done.class, done -> assertThat(done.by())
                        .get()
                        .isInstanceOfSatisfying(Clearance.ByGrant.class, by -> assertThat(by.by())
                                .isEqualTo("dana")));
        assertThat(at.record(run, Entry.Kind.CLEARED))
                .singleElement()
                .satisfies(e ->
                        assertThat(e.details()).containsEntry("by", "dana").containsKey("grant"));
        var held = at.stores.grants().alive(at.clock.instant()).getFirst();
        assertThat(held.uses()).isEqualTo(1);
    }

    @Test
    void grant_never_covers_destructive() {
        granted(IN_SHOP);
        at.without(write);
        at.with(CountingTool.of("change", ToolClass.DESTRUCTIVE));
        var run = changing(SHOP);
        assertThat(grants(run, IN_SHOP).verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(at.run(run).questions()).hasSize(1);
        assertThat(at.asks(run).card().facts().toString()).doesNotContain("A yes may hold for");
    }

    @Test
    void grant_dies_with_schema() {
        granted(IN_SHOP);
        at.without(write);
        at.with(write.withSchema("{\"type\":\"object\",\"title\":\"new\"}"));
        assertThat(asked(SHOP)).isTrue();
    }

    @Test
    void grant_dies_with_server() {
        granted(IN_SHOP);
        at.without(write);
        at.with(write.from("elsewhere"));
        assertThat(asked(SHOP)).isTrue();
    }

    @Test
    void grant_dies_with_policy() {
        granted(IN_SHOP);
        at.under(rule.by(1, "dana", "li", "mo").rule());
        assertThat(asked(SHOP)).isTrue();
        at.under(rule.rule());
        assertThat(asked(SHOP)).isFalse();
    }

    @Test
    void grant_dies_with_the_right_of_who_gave_it() {
        var oncall = new Named(Set.of(), Set.of("approvers"), false, false, 1);
        at.under(rule.by(oncall).rule());
        granted(IN_SHOP);
        at.person("dana");
        at.person("li", "approvers");
        assertThat(asked(SHOP)).isTrue();
    }

    @Test
    void grant_scope_not_widened() {
        granted(IN_SHOP);
        assertThat(asked(BANK)).isTrue();
        assertThat(asked("{\"n\":1}")).isTrue();
        assertThat(asked(SHOP_TOO)).isFalse();
    }

    @Test
    void grant_for_this_run_is_for_this_run() {
        at.takes(
                calls(call("change", SHOP)),
                says("One."),
                calls(call("change", SHOP_TOO)),
                says("Two."));
        var run = at.hears("change it");
        grants(run, new GrantWish(true, Optional.empty(), OptionalInt.empty(), Set.of()));
        at.rests(run);
        at.engine().frontDesk().say(run, "again", "ana", new DeliveryId("api", "again"));
        at.until(
                run,
                r -> r.phase() instanceof Phase.Resting rest && rest.answer().equals("Two."));
        assertThat(write.ran).hasSize(2);
        assertThat(asked(SHOP)).isTrue();
    }

    @Test
    void grant_ends_with_its_time() {
        granted(IN_SHOP);
        at.passes(Duration.ofMinutes(30));
        assertThat(asked(SHOP)).isTrue();
        assertThat(at.stores.grants().alive(at.clock.instant())).isEmpty();
    }

    @Test
    void grant_ends_with_its_uses_also_within_one_turn() {
        granted(new GrantWish(false, Optional.empty(), OptionalInt.of(2), Set.of("namespace")));
        at.takes(
                calls(call("change", SHOP), call("change", SHOP), call("change", SHOP)),
                says("Done."));
        var run = at.hears("three times");
        at.until(run, r -> r.questions().size() == 1);
        assertThat(at.record(run, Entry.Kind.CLEARED)).hasSize(2);
        at.until(run, r -> write.ran.size() == 3);
    }

    @Test
    void grant_is_revoked_at_once() {
        granted(IN_SHOP);
        var id = at.stores.grants().alive(at.clock.instant()).getFirst().grant().id();
        assertThat(at.engine().revoke(id, "li")).isTrue();
        assertThat(at.engine().revoke(id, "li")).isFalse();
        assertThat(asked(SHOP)).isTrue();
    }

    @Test
    void who_revoked_a_grant_and_when_is_on_the_record_of_the_run_in_which_it_was_given() {
        granted(IN_SHOP);
        var grant = at.stores.grants().alive(at.clock.instant()).getFirst().grant();
        var run = grant.givenIn().orElseThrow();
        at.passes(Duration.ofMinutes(5));
        at.engine().revoke(grant.id(), "li");
        at.engine().revoke(grant.id(), "mo");
        assertThat(at.record(run, Entry.Kind.REVOKED)).singleElement().satisfies(e -> {
            assertThat(e.by()).contains("li");
            assertThat(e.at()).isEqualTo(at.clock.instant());
            assertThat(e.details())
                    .containsEntry("grant", grant.id())
                    .containsEntry("grant.by", "dana");
        });
        assertThat(at.run(run).phase()).isInstanceOf(Phase.Resting.class);
    }

    @Test
    void a_grant_of_a_run_that_is_no_longer_kept_is_revoked_all_the_same() {
        granted(IN_SHOP);
        var id = at.stores.grants().alive(at.clock.instant()).getFirst().grant().id();
        assertThat(at.stores.grants().revoke(id, "li", at.clock.instant())).isTrue();
        assertThat(at.stores.grants().alive(at.clock.instant())).isEmpty();
    }

    @Test
    void grant_of_more_than_the_rule_allows_is_refused() {
        var run = changing(SHOP);
        var open = at.asks(run);
        var tooLong = new GrantWish(
                false, Optional.of(Duration.ofHours(1)), OptionalInt.empty(), Set.of());
        var reply = grants(run, tooLong);
        assertThat(reply.verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(reply.sentence()).contains("30 minutes and 3 uses at most");
        assertThat(at.asks(run)).isEqualTo(open);
        assertThat(write.ran).isEmpty();
    }

    @Test
    void no_grant_where_the_rule_offers_none_or_several_must_agree() {
        at.under(Rules.changes("plain").by(1, "dana", "li").rule());
        assertThat(grants(changing(SHOP), IN_SHOP).verdict()).isEqualTo(Verdict.UNCLEAR);
        at.under(rule.by(2, "dana", "li").rule());
        assertThat(grants(changing(SHOP), IN_SHOP).verdict()).isEqualTo(Verdict.UNCLEAR);
    }

    @Test
    void grant_of_the_requester_is_no_way_around_the_rule() {
        granted(IN_SHOP);
        at.takes(calls(call("change", SHOP)), says("Done."));
        var run = at.hears("change it", "dana");
        at.asks(run);
        assertThat(write.ran).hasSize(1);
    }
}
