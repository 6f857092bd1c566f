package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The four tests of the founding tutorial, by the HTTP API alone. */
class FoundingByApiStory {
    @RegisterExtension
    static final House house = House.asShipped();

    private final ApiCaller local = house.api("local");

    @Test
    void reading_needs_no_approval() {
        var run = local.asks("List all pods in the kagent namespace");

        var end = local.ended(run);

        assertThat(end.path("answer").asText()).contains("kagent-controller");
        assertThat(end.path("calls").path(0).path("tool").asText()).isEqualTo("k8s_get_resources");
        assertThat(end.path("calls").path(0).path("question").isNull()).isTrue();
    }

    @Test
    void a_create_waits_for_a_yes() {
        var run = local.asks("Create a ConfigMap called test-config in the default namespace with"
                + " the key message set to \"hello from kagent\"");

        var question = local.question(run);
        assertThat(question.path("call").path("tool").asText()).isEqualTo("k8s_apply_manifest");
        assertThat(question.path("call").path("arguments").toString())
                .contains("hello from kagent");
        house.cluster().neverChanged("default/test-config");

        assertThat(local.approves(question).status()).isEqualTo(200);

        assertThat(local.answer(run)).isEqualTo("ConfigMap test-config in default was created.");
        house.cluster().changedOnce("default/test-config");
    }

    @Test
    void a_rejected_delete_does_not_happen_and_the_agent_says_why() {
        var run = local.asks("Delete the ConfigMap web-config in the shop namespace");

        var question = local.question(run);
        var decision = local.rejects(question, "I want to keep this ConfigMap for now");

        assertThat(decision.status()).isEqualTo(200);
        assertThat(local.answer(run)).contains("I want to keep this ConfigMap for now");
        assertThat(local.run(run).at("/calls/0/question")).isEqualTo(question.path("key"));
        house.cluster().neverChanged("shop/web-config");
    }

    @Test
    void a_vague_request_becomes_a_question() {
        var run = local.asks("Set up a namespace for my application");

        var question = local.question(run);
        assertThat(question.path("kind").asText()).isEqualTo("ask");
        assertThat(local.answers(question, "orders").status()).isEqualTo(200);

        var change = local.question(run);
        assertThat(change.path("card").path("title").asText()).contains("orders");
        local.approves(change);
        assertThat(local.answer(run)).contains("orders");
        house.cluster().changedOnce("orders");
    }
}
