package dev.countersign.agent.tool.kubernetes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;

/** The sandbox answers as a real API server does, and a dry run does nothing. */
class SandboxTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String MAP = MAPS + "/test-config";
    private static final String WEB = "/apis/apps/v1/namespaces/shop/deployments/web";
    private static final String CREATE =
            "{\"metadata\":{\"name\":\"test-config\"},\"data\":{\"message\":\"hello\"}}";

    private final Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(Clock.systemUTC()));
    private final Browser browser = new Browser(sandbox.url());

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void what_is_created_is_read_listed_and_deleted_once() {
        assertThat(browser.post(MAPS, CREATE).code()).isEqualTo(201);
        assertThat(browser.post(MAPS, CREATE).message())
                .isEqualTo("configmaps \"test-config\" already exists");
        assertThat(browser.get(MAP).json().at("/data/message").asText()).isEqualTo("hello");
        assertThat(browser.get(MAPS).json().path("items")).hasSize(1);
        assertThat(browser.delete(MAP).code()).isEqualTo(200);
        assertThat(browser.get(MAP).message()).isEqualTo("configmaps \"test-config\" not found");
        assertThat(sandbox.tally().changed("create", "ConfigMap", "default", "test-config"))
                .isEqualTo(1);
        assertThat(sandbox.tally().changed("delete", "ConfigMap", "default", "test-config"))
                .isEqualTo(1);
    }

    @Test
    void dry_runs_do_nothing_but_answer_what_would_be() {
        assertThat(browser.post(MAPS + "?dryRun=All", CREATE).code()).isEqualTo(201);
        assertThat(browser.get(MAP).code()).isEqualTo(404);
        var before = browser.get("/api/v1/pods")
                .json()
                .at("/metadata/resourceVersion")
                .asText();

        var scaled = browser.send(
                "PATCH", WEB + "?dryRun=All", Browser.MERGE, "{\"spec\":{\"replicas\":7}}");
        browser.delete("/api/v1/namespaces/shop?dryRun=All");

        assertThat(scaled.json().at("/spec/replicas").asInt()).isEqualTo(7);
        assertThat(browser.get(WEB).json().at("/spec/replicas").asInt()).isEqualTo(3);
        assertThat(browser.get("/api/v1/pods")
                        .json()
                        .at("/metadata/resourceVersion")
                        .asText())
                .isEqualTo(before);
        assertThat(sandbox.tally().changed()).isZero();
        assertThat(sandbox.tally().dry("create", "ConfigMap", "default", "test-config"))
                .isEqualTo(1);
    }

    @Test
    void an_apply_owns_its_fields_and_a_second_manager_meets_a_conflict() {
        String apply = "data: {message: hello, more: here}";
        assertThat(browser.send("PATCH", MAP + "?fieldManager=a", Browser.APPLY, apply)
                        .code())
                .isEqualTo(201);
        var clash = browser.send(
                "PATCH", MAP + "?fieldManager=b", Browser.APPLY, "data: {message: bye}");
        assertThat(clash.code()).isEqualTo(409);
        assertThat(clash.message())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"a\": .data.message");

        browser.send(
                "PATCH", MAP + "?fieldManager=b&force=true", Browser.APPLY, "data: {message: bye}");
        browser.send("PATCH", MAP + "?fieldManager=a", Browser.APPLY, "data: {}");

        var data = browser.get(MAP).json().path("data");
        assertThat(data.path("message").asText()).isEqualTo("bye");
        assertThat(data.has("more")).isFalse();
    }

    @Test
    void the_same_apply_twice_changes_nothing_the_second_time() {
        String apply = "data: {message: hello}";
        browser.send("PATCH", MAP + "?fieldManager=a", Browser.APPLY, apply);
        var first = browser.get(MAP).text();
        browser.send("PATCH", MAP + "?fieldManager=a", Browser.APPLY, apply);

        assertThat(browser.get(MAP).text()).isEqualTo(first);
        assertThat(sandbox.tally().changed("apply", "ConfigMap", "default", "test-config"))
                .isEqualTo(1);
    }

    @Test
    void an_update_from_an_old_version_is_a_conflict() {
        browser.post(MAPS, CREATE);
        String old = browser.get(MAP).text();
        browser.send("PATCH", MAP, Browser.MERGE, "{\"data\":{\"message\":\"bye\"}}");

        var late = browser.send("PUT", MAP, "application/json", old);

        assertThat(late.code()).isEqualTo(409);
        assertThat(late.message()).contains("the object has been modified");
    }

    @Test
    void a_strategic_patch_changes_one_container_and_leaves_the_others() {
        String add = "{\"spec\":{\"template\":{\"spec\":{\"containers\":[%s]}}}}";
        browser.send(
                "PATCH",
                WEB,
                Browser.STRATEGIC,
                add.formatted("{\"name\":\"side\",\"image\":\"side:1\"}"));

        var containers = browser.get(WEB).json().at("/spec/template/spec/containers");

        assertThat(containers.findValuesAsText("name")).contains("web", "side");
        assertThat(containers.findValuesAsText("image")).contains("nginx:1.27", "side:1");
    }

    @Test
    void scaling_makes_pods_and_deleting_a_deployment_takes_them_along() {
        String pods = "/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb";
        assertThat(browser.get(pods).json().path("items")).hasSize(3);

        browser.send("PATCH", WEB + "/scale", Browser.MERGE, "{\"spec\":{\"replicas\":5}}");
        assertThat(browser.get(pods).json().path("items")).hasSize(5);
        assertThat(browser.get(WEB).json().at("/status/readyReplicas").asInt()).isEqualTo(5);

        browser.delete(WEB);
        assertThat(browser.get(pods).json().path("items")).isEmpty();
    }

    @Test
    void a_right_that_was_taken_away_is_refused_by_use_and_by_review() {
        sandbox.deny("ana", "delete", "configmaps");
        browser.post(MAPS, CREATE);

        var refused = browser.as("ana").delete(MAP);

        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.message())
                .isEqualTo("configmaps \"test-config\" is forbidden: User \"ana\" cannot delete"
                        + " resource \"configmaps\" in API group \"\" in the namespace"
                        + " \"default\"");
        String review = "{\"spec\":{\"resourceAttributes\":{\"verb\":\"delete\","
                + "\"resource\":\"configmaps\",\"namespace\":\"default\"}}}";
        String reviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        assertThat(browser.as("ana")
                        .post(reviews, review)
                        .json()
                        .at("/status/allowed")
                        .asBoolean())
                .isFalse();
        assertThat(browser.post(reviews, review).json().at("/status/allowed").asBoolean())
                .isTrue();
    }

    @Test
    void bad_input_is_refused_in_the_words_of_a_real_server() {
        assertThat(browser.post(MAPS, "{\"metadata\":{\"name\":\"Bad_Name\"}}").code())
                .isEqualTo(422);
        assertThat(browser.post(MAPS, "{").code()).isEqualTo(400);
        assertThat(browser.post(MAPS, "{\"metadata\":{\"name\":\"x\"},\"data\":{\"a\":1}}")
                        .code())
                .isEqualTo(400);
        assertThat(browser.post("/api/v1/namespaces/nowhere/configmaps", CREATE).message())
                .isEqualTo("namespaces \"nowhere\" not found");
        assertThat(browser.get("/api/v1/nothings").code()).isEqualTo(404);
        assertThat(browser.post(MAPS, "x".repeat(3_200_000)).code()).isEqualTo(413);
        assertThat(browser.send("PATCH", WEB, "text/plain", "x").code()).isEqualTo(415);
    }

    @Test
    void faults_strike_as_often_as_they_are_told() {
        browser.post(
                "/sandbox/faults",
                "{\"act\":\"code\",\"code\":429,\"retryAfter\":2,\"verb\":\"list\",\"times\":1}");

        assertThat(browser.get(MAPS).code()).isEqualTo(429);
        assertThat(browser.get(MAPS).code()).isEqualTo(200);
    }
}
