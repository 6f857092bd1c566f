package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.stream.StreamSupport;

/** Each agent works on the cluster that it names; its card says so, and a yes is for that one. */
class TwoClustersStory {
    private static final String SCALE = "scale deploy web 7 -n shop";

    @RegisterExtension
    static final House house = House.with("ana in approvers")
            .setting("kubernetes: { clusters: [ { name: east, cluster: sandbox } ] }")
            .manifest("""
                    apiVersion: countersign.dev/v1alpha1
                    kind: ApprovalPolicy
                    metadata: { name: east-is-frozen }
                    spec:
                      rules:
                        - match:
                            class: [destructive]
                            where: 'targets.exists(t, t.cluster == "east")'
                          decision: deny
                    ---
                    apiVersion: countersign.dev/v1alpha1
                    kind: Agent
                    metadata: { name: eastern }
                    spec:
                      llmRef: { name: commands }
                      tools: [ { builtin: kubernetes, cluster: east } ]
                      policyRef: { name: east-is-frozen }
                    """);

    private final ApiCaller ana = house.api("ana");

    private static String fact(JsonNode question, String label) {
        return StreamSupport.stream(question.at("/card/facts").spliterator(), false)
                .filter(fact -> fact.path("label").asText().equals(label))
                .map(fact -> fact.path("value").asText())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_agent_changes_the_cluster_that_it_names_and_no_other() {
        var run = ana.asks("eastern", SCALE);
        var question = ana.question(run);
        assertThat(fact(question, "Cluster")).isEqualTo("east");
        assertThat(fact(question, "Context")).isEqualTo("sandbox");
        assertThat(fact(question, "Namespace")).isEqualTo("shop");

        assertThat(ana.approves(question).status()).isEqualTo(200);
        ana.ended(run);

        house.cluster("east").changedOnce("shop/web");
        house.cluster().neverChanged("shop/web");
    }

    @Test
    void the_same_words_on_another_cluster_are_another_digest() {
        var east = ana.question(ana.asks("eastern", "scale deploy checkout 2 -n shop"));
        var main = ana.question(ana.asks("scale deploy checkout 2 -n shop"));

        assertThat(fact(main, "Cluster")).isEqualTo("sandbox");
        assertThat(east.at("/call/arguments")).isEqualTo(main.at("/call/arguments"));
        assertThat(east.at("/call/digest")).isNotEqualTo(main.at("/call/digest"));
    }

    @Test
    void a_policy_may_speak_of_a_cluster() {
        var run = ana.asks("eastern", "delete deploy payments -n shop");

        assertThat(ana.ended(run).toString()).contains("Policy does not allow this tool call");
        house.cluster("east").neverChanged("shop/payments");
    }
}
