package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;

/** A rule says who may decide, how many of them, and until when. */
class WhoMayDecideStory {
    @RegisterExtension
    static final House house = House.with(
                    "ana", "bo in approvers", "dana in oncall", "li in oncall")
            .under("by-dana", "approvers: { people: [dana] }")
            .under("by-ana", "approvers: { people: [ana, dana] }")
            .under("by-ana-herself", "approvers: { people: [ana], self: allow }")
            .under("by-nobody", "approvers: { people: [ana] }")
            .under("by-two", "approvers: { groups: [oncall], count: 2 }")
            .under("within-an-hour", "expireAfter: 1h");

    private final ApiCaller ana = house.api("ana");

    @Test
    void everybody_else_is_refused_with_a_sentence() {
        var run = ana.asks("by-dana", "scale deploy web 4 -n shop");
        var question = ana.question(run);

        var bo = house.api("bo").approves(question);

        assertThat(bo.status()).isEqualTo(403);
        assertThat(bo.detail()).contains("is decided by dana, and bo is not among them");
        assertThat(house.api("operator").approves(question).status()).isEqualTo(403);
        assertThat(house.api("dana").approves(question).status()).isEqualTo(200);
        ana.ended(run);
    }

    @Test
    void the_requester_is_left_out_unless_the_rule_lets_her() {
        var run = ana.asks("by-ana", "scale deploy web 6 -n shop");
        var refused = ana.approves(ana.question(run));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.detail()).contains("you asked for this change");

        var herself = ana.asks("by-ana-herself", "scale deploy checkout 6 -n shop");
        assertThat(ana.approves(ana.question(herself)).status()).isEqualTo(200);
        ana.ended(herself);
        house.cluster().changedOnce("shop/checkout");
    }

    @Test
    void a_rule_that_only_the_requester_could_meet_is_nobody_so_nothing_waits() {
        var run = ana.asks("by-nobody", "delete deploy payments -n shop");

        var end = ana.ended(run);

        assertThat(end.path("calls").path(0).path("state").asText()).isEqualTo("refused");
        assertThat(end.path("answer").asText()).contains("too few people may decide");
        house.cluster().neverChanged("shop/payments");
    }

    @Test
    void two_approvers_are_two_people() {
        var run = ana.asks("by-two", "scale deploy kagent-ui 2 -n kagent");
        var question = ana.question(run);

        var first = house.api("dana").approves(question);
        var again = house.api("dana").approves(question);
        house.cluster().neverChanged("kagent/kagent-ui");
        var second = house.api("li").approves(question);

        assertThat(first.status()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(409);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().at("/mayDecide/have").asInt()).isEqualTo(2);
        ana.ended(run);
        house.cluster().changedOnce("kagent/kagent-ui");
    }

    @Test
    void an_edit_runs_what_was_edited_and_the_model_knows() {
        var run = ana.asks("scale deploy kagent-tools 9 -n kagent");
        var question = ana.question(run);
        var edit = ApiCaller.object().put("verdict", "approve");
        edit.set("arguments", question.path("call").path("arguments"));
        edit.withObject("/arguments").put("replicas", 2);

        assertThat(house.api("bo").decides(question, edit).status()).isEqualTo(200);

        var end = ana.ended(run);
        assertThat(end.path("calls").path(0).path("arguments").path("replicas").asInt())
                .isEqualTo(2);
        assertThat(end.path("answer").asText()).contains("changed the arguments");
    }

    @Test
    void nobody_answers_and_the_model_is_told_that_it_expired() {
        var run = ana.asks("within-an-hour", "delete configmap web-config -n shop");
        var question = ana.question(run);

        house.clock().passes(Duration.ofHours(2));

        var end = ana.ended(run);
        assertThat(end.path("calls").path(0).path("outcome").path("refusal").asText())
                .isEqualTo("expired");
        assertThat(end.path("answer").asText()).contains("no decision was made within");
        var late = house.api("bo").approves(question);
        assertThat(late.status()).isEqualTo(410);
        assertThat(late.detail()).contains("expired at");
        house.cluster().neverChanged("shop/web-config");
    }
}
