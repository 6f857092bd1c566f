package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.bot.story.Oracle.Said;
import dev.countersign.bot.story.Oracle.Said.Asked;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

/** A lead gives work to two members; what they want to change waits for people, each for itself. */
class SubAgentsStory {
    private static final Oracle MIND = new Oracle(SubAgentsStory::think);

    @RegisterExtension
    static final House house =
            House.with("ana in approvers", "li").manifest(MIND.manifest("mind")).manifest("""
                    apiVersion: countersign.dev/v1alpha1
                    kind: Agent
                    metadata: { name: lead }
                    spec:
                      llmRef: { name: mind }
                      system: LEAD
                      tools: [ { agent: { name: scaler } }, { agent: { name: cleaner } } ]
                    ---
                    apiVersion: countersign.dev/v1alpha1
                    kind: Agent
                    metadata: { name: scaler }
                    spec:
                      llmRef: { name: mind }
                      description: Scales deployments.
                      system: SCALER
                      tools: [ { builtin: kubernetes, names: [k8s_scale] } ]
                    ---
                    apiVersion: countersign.dev/v1alpha1
                    kind: Agent
                    metadata: { name: cleaner }
                    spec:
                      llmRef: { name: mind }
                      description: Cleans up.
                      system: CLEANER
                      tools: [ { builtin: kubernetes, names: [k8s_delete_resource] } ]
                    """);

    private final ApiCaller li = house.api("li");
    private final ApiCaller ana = house.api("ana");

    @AfterAll
    static void stop() {
        MIND.close();
    }

    private static Said think(Oracle.Heard heard) {
        if (heard.system().equals("LEAD")) {
            return heard.lastIs("user")
                    ? Said.calls(
                            task("scaler", "Scale web in shop to 4."),
                            task("cleaner", "Delete the ConfigMap web-config in shop."))
                    : Said.words("The members say: " + String.join(" / ", heard.results()));
        }
        if (heard.lastIs("tool")) {
            return Said.words(heard.last());
        }
        return heard.system().equals("SCALER")
                ? Said.call("k8s_scale", "{\"name\":\"web\",\"namespace\":\"shop\",\"replicas\":4}")
                : Said.call("k8s_delete_resource", """
                        {"resource_type":"configmap","resource_name":"web-config",\
                        "namespace":"shop"}""");
    }

    private static Asked task(String agent, String message) {
        return new Asked("delegate_to_agent__" + agent, "{\"message\":\"" + message + "\"}");
    }

    @Test
    void two_members_paused_at_once_are_answered_in_any_order_after_a_restart() {
        var run = li.asks("lead", "Make shop tidy.");
        var paused = li.run(run, now -> now.path("requirements").size() == 2);

        assertThat(paused.path("phase").asText()).isEqualTo("acting");
        assertThat(paused.path("children").findValuesAsText("agent"))
                .containsExactly("scaler", "cleaner");
        var scale = asked(paused, "scaler");
        var clean = asked(paused, "cleaner");
        assertThat(scale.path("member_agent_name").asText()).isEqualTo("scaler");
        assertThat(scale.path("requester").asText()).isEqualTo("li");
        assertThat(scale.path("card").path("facts").findValuesAsText("value"))
                .contains("lead → scaler", "li");
        house.restarts();

        assertThat(ana.rejects(clean, "it is in use").status()).isEqualTo(200);
        li.run(run + "-2", now -> now.path("phase").asText().equals("resting"));
        house.cluster().neverChanged("shop/web");
        assertThat(ana.approves(scale).status()).isEqualTo(200);

        var end = li.ended(run);
        assertThat(end.path("answer").asText())
                .startsWith("The members say: ")
                .contains("Tool call was rejected by user. Reason: it is in use");
        assertThat(end.path("calls").findValuesAsText("state")).containsExactly("done", "done");
        house.cluster().changedOnce("shop/web");
        house.cluster().neverChanged("shop/web-config");
    }

    @Test
    void what_members_wait_for_is_resolved_at_the_run_they_work_for() {
        var run = li.asks("lead", "Make shop tidy once more.");
        li.run(run, now -> now.path("requirements").size() == 2);
        var path = "/api/v1/runs/" + run + "/requirements";
        var paused = ana.get(path).json();
        assertThat(paused.path("is_paused").asBoolean()).isTrue();
        assertThat(paused.path("active_requirements").findValuesAsText("member_agent_name"))
                .containsExactly("scaler", "cleaner");

        var answers = ApiCaller.object();
        var list = answers.putArray("requirements");
        paused.path("active_requirements").forEach(requirement -> list.addObject()
                .put("id", requirement.path("id").asText())
                .put("confirmed", false)
                .put("note", "not today"));
        var early = ana.post("/api/v1/runs/" + run + "/continue", "");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.detail()).contains("2 requirements are still open");
        var done = ana.post("/api/v1/runs/" + run + "/continue", answers);

        assertThat(done.status()).isEqualTo(200);
        assertThat(done.at("is_paused").asBoolean()).isFalse();
        assertThat(li.ended(run).path("answer").asText()).contains("Reason: not today");
    }

    @Test
    void the_page_of_a_run_leads_to_its_members_and_back() {
        var run = li.asks("lead", "Make shop tidy again.");
        li.run(run, now -> now.path("requirements").size() == 2);
        try (var tab = house.browser("li")) {
            tab.opens("/runs/" + run).reads("Another agent has it: run " + run + "-1");
            tab.page().getByText("run " + run + "-2").first().click();
            tab.reads("Works for run " + run);
        }
        assertThat(li.cancels(run).status()).isEqualTo(200);
        for (String member : List.of("-1", "-2")) {
            var closed = li.run(run + member, now -> now.path("phase").asText().equals("closed"));
            assertThat(closed.path("reason").asText()).isEqualTo("Stopped by li");
            assertThat(closed.path("parent").path("run").asText()).isEqualTo(run);
            assertThat(closed.path("questions")).isEmpty();
        }
    }

    private JsonNode asked(JsonNode run, String member) {
        for (var requirement : run.path("requirements")) {
            if (requirement.path("member_agent_name").asText().equals(member)) {
                return ana.questionOf(requirement.path("question").asText());
            }
        }
        throw new AssertionError("nobody was asked for " + member + ": " + run);
    }
}
