package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.stream.StreamSupport;

/** Several calls of one turn wait each for itself, also over a restart; their order is kept. */
class MixedTurnStory {
    @RegisterExtension
    static final House house = House.with("ana in approvers");

    private final ApiCaller ana = house.api("ana");

    @Test
    void three_gated_calls_and_a_free_one_are_decided_in_any_order_with_a_restart_between() {
        var run = ana.asks("""
                scale deploy web 4 -n shop
                get pods -n kagent
                scale deploy checkout 4 -n shop
                delete configmap web-config -n shop""");
        var questions = ana.questions(run, 3);
        ana.run(run, now -> states(now).equals(List.of("gated", "done", "gated", "gated")));

        ana.rejects(questions.get(2), "it is in use");
        house.restarts();
        ana.approves(questions.get(1));
        ana.run(run, now -> states(now).equals(List.of("gated", "done", "done", "refused")));
        house.cluster().changedOnce("shop/checkout");
        house.cluster().neverChanged("shop/web");
        house.restarts();
        ana.approves(questions.get(0));

        var end = ana.ended(run);
        assertThat(results(end)).containsExactly("c_1", "c_2", "c_3", "c_4");
        assertThat(end.path("answer").asText()).contains("it is in use");
        house.cluster().changedOnce("shop/web");
        house.cluster().changedOnce("shop/checkout");
        house.cluster().neverChanged("shop/web-config");
    }

    @Test
    void two_identical_calls_stay_two() {
        var run = ana.asks("scale deploy payments 2 -n shop\nscale deploy payments 2 -n shop");

        var questions = ana.questions(run, 2);
        ana.approves(questions.get(0));
        ana.rejects(questions.get(1), "once is enough");

        var end = ana.ended(run);
        assertThat(states(end)).containsExactly("done", "refused");
        assertThat(results(end)).containsExactly("c_1", "c_2");
    }

    @Test
    void a_message_while_calls_wait_is_heard_when_they_are_done() {
        var run = ana.asks("scale deploy coredns 3 -n kube-system");
        var question = ana.question(run);
        ana.says(run, "get pods -n kagent");
        assertThat(ana.run(run).path("questions")).hasSize(1);

        ana.approves(question);

        ana.run(run, now -> now.path("answer").asText().contains("kagent-controller"));
        house.cluster().changedOnce("kube-system/coredns");
    }

    @Test
    void a_run_that_is_cancelled_takes_its_questions_along() {
        var run = ana.asks("delete deploy payments -n shop");
        var question = ana.question(run);

        assertThat(ana.cancels(run).status()).isEqualTo(200);

        var late = ana.approves(question);
        assertThat(late.status()).isEqualTo(410);
        assertThat(late.detail()).contains("cancelled by ana");
        assertThat(ana.run(run).path("phase").asText()).isEqualTo("closed");
        assertThat(ana.cancels(run).status()).isEqualTo(409);
    }

    private static List<String> states(JsonNode run) {
        return StreamSupport.stream(run.path("calls").spliterator(), false)
                .map(call -> call.path("state").asText())
                .toList();
    }

    private static List<String> results(JsonNode run) {
        return StreamSupport.stream(run.path("messages").spliterator(), false)
                .filter(message -> message.path("role").asText().equals("tool"))
                .map(message -> message.path("call").asText())
                .toList();
    }
}
