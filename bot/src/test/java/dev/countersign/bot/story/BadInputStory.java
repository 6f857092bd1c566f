package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpRequest.BodyPublishers;

/** What makes no sense is refused in a sentence, changes nothing, and stops nothing. */
class BadInputStory {
    @RegisterExtension
    static final House house = House.with("ana in approvers");

    private final ApiCaller ana = house.api("ana");

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"agent\":",
                "422 | [1, 2]",
                "422 | {\"agent\": 7, \"message\": \"hello\"}",
                "422 | {\"agent\": \"hitl-agent\"}",
                "422 | {\"agent\": \"nobody\", \"message\": \"hello\"}",
                "422 | {\"agnet\": \"hitl-agent\", \"message\": \"hello\"}"
            })
    void a_body_that_is_wrong_is_a_problem_document(int status, String body) {
        var reply = ana.post("/api/v1/runs", body);

        isProblem(reply, status);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/runs/r_NOPE", "/api/v1/questions/q_NOPE", "/api/v1/nothing", "/nothing"})
    void what_is_not_there_is_said(String path) {
        isProblem(ana.get(path), 404);
    }

    @Test
    void a_body_of_five_megabytes_is_too_long() {
        var reply = ana.post("/api/v1/runs", "{\"message\": \"" + "x".repeat(5_000_000) + "\"}");

        isProblem(reply, 413);
        assertThat(ana.get("/api/v1/runs").status()).isEqualTo(200);
    }

    @Test
    void a_missing_or_wrong_token_is_401_everywhere_but_at_the_three_open_doors() {
        for (var path : new String[] {"/api/v1/runs", "/api/v1/audit", "/api/v1/nothing"}) {
            isProblem(house.stranger().get(path), 401);
        }
        var wrong = house.stranger();
        isProblem(
                wrong.send(wrong.request("/api/v1/runs")
                        .header("Authorization", "Bearer nonsense")
                        .POST(BodyPublishers.ofString("{}"))),
                401);
        for (var path : new String[] {"/healthz", "/readyz", "/metrics"}) {
            assertThat(house.stranger().get(path).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void a_wrong_decision_consumes_nothing() {
        var run = ana.asks("scale deploy web 4 -n shop");
        var question = ana.question(run);
        for (var body : new String[] {
            "{\"verdict\": \"perhaps\"}",
            "{\"verdict\": \"approve\", \"outcome\": {\"result\": \"ran\"}}",
            "{\"answers\": [{\"answer\": [7]}]}",
            "{\"verdict\": \"approve\", \"arguments\": {\"replicas\": \"many\"}}"
        }) {
            var path = "/api/v1/questions/" + question.path("key").asText() + "/decision";
            isProblem(ana.post(path, body), 422);
        }

        assertThat(ana.approves(question).status()).isEqualTo(200);
        ana.ended(run);
        house.cluster().changedOnce("shop/web");
    }

    @Test
    void broken_yaml_names_its_line_and_the_other_documents_are_applied() {
        var reply = house.api("admin").post("/api/v1/manifests", """
                apiVersion: countersign.dev/v1alpha1
                kind: Person
                metadata: { name: eve }
                spec: { emails: [eve@example.com] }
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: Agent
                metadata: { name: broken }
                spec: { llmRef: { nme: commands } }
                """);

        isProblem(reply, 422);
        assertThat(reply.at("problems").toString()).contains("\"line\":9");
        assertThat(reply.at("documents").toString()).contains("eve");
        assertThat(house.api("ana").post("/api/v1/manifests", "kind: Agent").status())
                .isEqualTo(403);
    }

    private static void isProblem(Reply reply, int status) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.type()).startsWith("application/problem+json");
        assertThat(reply.detail()).isNotBlank();
    }
}
