package dev.countersign.agent.model.commands;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** What the command model says over several turns: questions, outcomes and more words. */
class ConversationTest {
    /** The best of a few, of the processor's own time, is what reading costs. */
    private static final int TRIES = 5;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final String DELETE =
            "Delete the ConfigMap test-config in the default namespace";

    @Test
    void a_namespace_for_my_application_takes_one_question() {
        var talk = Talk.withAllTools().says("Set up a namespace for my application");
        assertThat(Talk.calls(talk.turn()))
                .isEqualTo("ask_user {\"questions\":[{\"question\":\"What should the namespace be"
                        + " called?\"}]}");

        var turn = talk.answers("Call it Shop Dev, please").turn();
        assertThat(Talk.calls(turn)).contains("k8s_apply_manifest").contains("name: shop-dev");

        turn = talk.gets("namespace/shop-dev created").turn();
        assertThat(turn.proposals()).isEmpty();
        assertThat(turn.text()).isEqualTo("Namespace shop-dev was created.");
    }

    @Test
    void an_answer_wrapped_by_a_runtime_is_read_too() {
        var talk = Talk.withAllTools().says("create a namespace");
        talk.turn();
        talk.gets("{\"result\":\"[{\\\"question\\\":\\\"?\\\",\\\"answer\\\":[\\\"shop\\\"]}]\"}");

        assertThat(Talk.calls(talk.turn())).contains("name: shop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "delete | Which kind of objects should I delete?",
                "delete configmap | Which ConfigMap should I delete?",
                "describe pod -n shop | Which Pod should I describe?",
                "logs -n shop | Which pod's logs should I show?",
                "scale | Which Deployment should I scale?",
                "scale deploy web | How many replicas should Deployment web have?",
                "apply | Which manifest should I apply? Please paste its YAML.",
                "label pod web | What should I label Pod web with? Please write key=value.",
                "restart | Which Deployment should I restart?",
                "get | Which kind of objects should I list?",
                "I need a namespace for my app | What should the namespace be called?",
            })
    void what_is_missing_is_asked_for(String sentence, String question) {
        var turn = Talk.withAllTools().says(sentence).turn();

        assertThat(Talk.calls(turn)).startsWith("ask_user").contains(question);
    }

    @Test
    void two_missing_things_are_two_questions_one_after_the_other() {
        var talk = Talk.withAllTools().says("scale");
        talk.turn();
        talk.answers("web");
        assertThat(Talk.calls(talk.turn())).contains("How many replicas");
        talk.answers("5");
        assertThat(Talk.calls(talk.turn()))
                .isEqualTo("k8s_scale {\"name\":\"web\",\"replicas\":5}");
    }

    @Test
    void a_read_is_answered_with_its_table_in_a_fence() {
        var talk = Talk.withAllTools().says("List all pods in the kagent namespace");
        assertThat(talk.turn().text()).isEqualTo("I will list the pods in kagent.");
        var turn = talk.gets("NAME   READY\nweb    1/1 ```\n").turn();

        assertThat(turn.text())
                .isEqualTo("Pods in kagent:\n````\nNAME   READY\nweb    1/1 ```\n````");
        assertThat(talk.heard()).endsWith(turn.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Tool call was rejected by user. Reason: I want to keep this ConfigMap for now"
                        + " | I did not delete ConfigMap test-config in default: it was rejected"
                        + " with the reason “I want to keep this ConfigMap for now”. Nothing was"
                        + " changed.",
                "Tool call was rejected by user. | I did not delete ConfigMap test-config in"
                        + " default: it was rejected. Nothing was changed.",
                "No decision was made within 24 hours. The tool call was not run. Nobody rejected"
                        + " it. | I did not delete ConfigMap test-config in default: no decision"
                        + " was"
                        + " made within 24 hours. The tool call was not run. Nobody rejected it."
                        + " Nothing was changed.",
                "Policy does not allow this tool call (prod). It was not run. | I did not delete"
                        + " ConfigMap test-config in default: policy does not allow this tool call"
                        + " (prod). It was not run. Nothing was changed.",
                "The schema changed after approval. The tool call was not run. | I did not delete"
                        + " ConfigMap test-config in default: The schema changed after approval."
                        + " The"
                        + " tool call was not run. Nothing was changed.",
                "The tool call was started and its outcome is not known. It was not repeated. |"
                        + " I do not know whether this was done: delete ConfigMap test-config in"
                        + " default. It was started and its outcome is not known. It was not"
                        + " repeated.",
                "configmaps \"test-config\" not found | I could not delete ConfigMap test-config in"
                        + " default: configmaps \"test-config\" not found."
            })
    void a_call_that_did_not_succeed_is_told_truthfully(String outcome, String answer) {
        var talk = Talk.withAllTools().says(DELETE);
        assertThat(talk.turn().text()).isEqualTo("I will delete ConfigMap test-config in default.");
        var turn = talk.fails(outcome).turn();

        assertThat(turn.proposals()).isEmpty();
        assertThat(turn.text()).isEqualTo(answer);
    }

    @Test
    void a_success_is_confirmed() {
        var talk = Talk.withAllTools().says(DELETE);
        talk.turn();

        assertThat(talk.gets("configmap \"test-config\" deleted").turn().text())
                .isEqualTo("ConfigMap test-config in default was deleted.");
    }

    @Test
    void changed_arguments_are_named() {
        var talk = Talk.withAllTools().says("scale web to 5");
        talk.turn();
        talk.gets("Run with arguments changed by a person: {\"replicas\":3}\nscaled");

        assertThat(talk.turn().text())
                .contains("changed the arguments")
                .contains("{\"replicas\":3}");
    }

    @Test
    void what_is_said_while_calls_wait_is_taken_up_once_and_afterwards() {
        var talk = Talk.withAllTools().says(DELETE);
        talk.turn();
        talk.says("get pods -n shop").fails("Tool call was rejected by user.");
        var turn = talk.turn();
        assertThat(turn.text()).startsWith("I did not delete").contains("I will list the pods");
        assertThat(Talk.calls(turn)).startsWith("k8s_get_resources");

        turn = talk.gets("NAME").turn();
        assertThat(turn.proposals()).isEmpty();
        assertThat(turn.text()).isEqualTo("Pods in shop:\n```\nNAME\n```");
    }

    @Test
    void a_tool_that_is_not_offered_is_never_proposed() {
        var turn = Talk.without("k8s_delete_resource").says(DELETE).turn();

        assertThat(turn.proposals()).isEmpty();
        assertThat(turn.text())
                .contains("k8s_delete_resource is not offered")
                .contains("It has ask_user, k8s_annotate_resource");
    }

    @Test
    void without_questions_the_missing_word_is_named() {
        var turn = Talk.without("ask_user").says("create a namespace").turn();

        assertThat(turn.proposals()).isEmpty();
        assertThat(turn.text()).contains("What should the namespace be called?");
    }

    @Test
    void a_question_that_nobody_answers_ends_the_command() {
        var talk = Talk.withAllTools().says("create a namespace");
        talk.turn();
        var turn = talk.fails("No decision was made within 24 hours.").turn();

        assertThat(turn.proposals()).isEmpty();
        assertThat(turn.text()).contains("not answered");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gte pods -n shop | get pods -n shop",
                "get deploymnts -n shop | get deployments",
                "descrbe deploy web | describe deploy web",
                "delte configmap x | delete configmap x"
            })
    void a_slip_of_the_pen_is_answered_with_what_is_near(String sentence, String near) {
        var turn = Talk.withAllTools().says(sentence).turn();

        assertThat(turn.proposals()).isEmpty();
        assertThat(turn.text()).contains("Did you mean").contains(near);
    }

    @Test
    void help_and_greetings_show_what_can_be_written() {
        assertThat(Talk.withAllTools().says("help").turn().text()).contains("get pods -n shop");
        assertThat(Talk.withAllTools().says("Hello!").turn().text()).contains("get pods -n shop");
        assertThat(Talk.without("k8s_scale").says("help").turn().text()).doesNotContain("scale");
    }

    @ParameterizedTest
    @CsvSource({
        "delete configmap later, put it in quotes",
        "approve, on its card",
        "yes, decides nothing"
    })
    void what_is_left_alone_says_what_to_do_instead(String sentence, String advice) {
        assertThat(Talk.withAllTools().says(sentence).turn().text())
                .contains(advice)
                .doesNotContain("configmap label");
    }

    @Test
    void a_value_cannot_break_out_of_its_manifest() {
        var turn = Talk.withAllTools()
                .says("create configmap x with the key note set to \"b\\\"\" and c=\"d: e\"")
                .turn();

        assertThat(Talk.calls(turn)).contains("  note: \\\"b\\\\\\\"\\\"\\n");
    }

    @ParameterizedTest
    @CsvSource({"a ", "'\"'", "{", "a=", "get pods in ", "`", "a;", "```", "-n ", "kind:", "./"})
    void junk_is_read_in_no_time(String piece) {
        var junk = piece.repeat(64 * 1024 / piece.length());
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            Talk.withAllTools().says("get " + junk).turn();
            best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
        }

        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(50));
    }
}
