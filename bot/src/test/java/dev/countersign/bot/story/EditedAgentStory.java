package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An agent that is changed while one of its runs waits. */
@Timeout(120)
class EditedAgentStory {
    private static final String AGENT = """
            apiVersion: countersign.dev/v1alpha1
            kind: Agent
            metadata: { name: tidy }
            spec:
              llmRef: { name: commands }
              tools: [ { builtin: kubernetes, names: [%s] } ]
            """;

    @RegisterExtension
    static final House house = House.with("ana in approvers");

    private final ApiCaller ana = house.api("ana");

    private static void applies(String tools) {
        var reply = house.api("admin").post("/api/v1/manifests", AGENT.formatted(tools));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    @Test
    void edited_agent_gets_new_tools() {
        applies("k8s_scale");
        var waiting = ana.asks("tidy", "scale deploy web 4 -n shop");
        var question = ana.question(waiting);

        applies("k8s_scale, k8s_delete_resource");

        var fresh = ana.asks("tidy", "delete configmap web-config -n shop");
        assertThat(ana.question(fresh).at("/call/tool").asText()).isEqualTo("k8s_delete_resource");
        ana.approves(question);
        ana.ended(waiting);
        ana.says(waiting, "delete configmap web-config -n shop");
        var end = ana.run(
                waiting,
                run -> run.path("messages").size() > 4
                        && run.path("phase").asText().equals("resting"));
        assertThat(end.path("questions")).isEmpty();
        house.cluster().changedOnce("shop/web");
        house.cluster().neverChanged("shop/web-config");
    }
}
