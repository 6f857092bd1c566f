package dev.countersign.agent.tool.kubernetes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;

/** The corners of the API that clients rely on. */
class SandboxDetailsTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String PODS = "/api/v1/namespaces/shop/pods";
    private static final String WEB = "/apis/apps/v1/namespaces/shop/deployments/web";
    private static final String JSON_PATCH = "application/json-patch+json";

    private final Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(Clock.systemUTC()));
    private final Browser browser = new Browser(sandbox.url());

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private void map(String name, String metadata) {
        assertThat(browser.post(
                                MAPS,
                                "{\"metadata\":{\"name\":\"" + name + "\"" + metadata
                                        + "},\"data\":{\"k\":\"v\"}}")
                        .code())
                .isEqualTo(201);
    }

    private List<String> names(String path) {
        return StreamSupport.stream(browser.get(path).json().path("items").spliterator(), false)
                .map(it -> it.at("/metadata/name").asText())
                .toList();
    }

    private String version() {
        return browser.get(MAPS).json().at("/metadata/resourceVersion").asText();
    }

    @Test
    void a_watch_tells_what_happened_since_and_ends_in_time() {
        String since = version();
        map("a", "");
        browser.send("PATCH", MAPS + "/a", Browser.MERGE, "{\"data\":{\"k\":\"w\"}}");
        browser.delete(MAPS + "/a");

        var told = browser.get(MAPS + "?watch=true&timeoutSeconds=1&resourceVersion=" + since);

        assertThat(told.text().lines().map(line -> line.split("\"")[3]))
                .containsExactly("ADDED", "MODIFIED", "DELETED");
    }

    @Test
    void a_watch_that_is_dropped_ends_before_its_time() {
        var watching = CompletableFuture.supplyAsync(
                () -> browser.get(MAPS + "?watch=true&timeoutSeconds=600"));
        while (!watching.isDone()) {
            if (browser.post("/sandbox/faults", "{\"act\":\"drop-watches\"}")
                            .json()
                            .path("dropped")
                            .asInt()
                    > 0) {
                break;
            }
        }

        assertThat(watching.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                        .join()
                        .code())
                .isEqualTo(200);
    }

    @Test
    void a_watch_from_too_long_ago_is_gone() {
        String since = version();
        browser.send("PATCH", WEB + "/scale", Browser.MERGE, "{\"spec\":{\"replicas\":1500}}");
        browser.send("PATCH", WEB + "/scale", Browser.MERGE, "{\"spec\":{\"replicas\":1}}");

        var gone = browser.get(MAPS + "?watch=true&timeoutSeconds=1&resourceVersion=" + since);

        assertThat(gone.code()).isEqualTo(410);
        assertThat(gone.message()).contains("too old resource version");
    }

    @Test
    void a_list_comes_in_pages() {
        List.of("a", "b", "c").forEach(name -> map(name, ""));

        JsonNode first = browser.get(MAPS + "?limit=2").json();
        assertThat(first.path("items")).hasSize(2);
        assertThat(first.at("/metadata/remainingItemCount").asInt()).isEqualTo(1);
        String next = first.at("/metadata/continue").asText();
        assertThat(names(MAPS + "?limit=2&continue=" + next)).containsExactly("c");
        assertThat(browser.get(MAPS + "?continue=%21").code()).isEqualTo(400);
    }

    @Test
    void objects_are_chosen_by_labels_and_by_fields() {
        map("a", ",\"labels\":{\"tier\":\"web\"}");
        map("b", ",\"labels\":{\"tier\":\"db\",\"old\":\"yes\"}");
        map("c", "");

        assertThat(names(MAPS + "?labelSelector=tier%3Dweb")).containsExactly("a");
        assertThat(names(MAPS + "?labelSelector=tier%20in%20(web,db)")).containsExactly("a", "b");
        assertThat(names(MAPS + "?labelSelector=tier%20notin%20(web)")).containsExactly("b", "c");
        assertThat(names(MAPS + "?labelSelector=tier,%21old")).containsExactly("a");
        assertThat(names(MAPS + "?labelSelector=tier%21%3Ddb")).containsExactly("a", "c");
        assertThat(names(MAPS + "?fieldSelector=metadata.name%3Db")).containsExactly("b");
        assertThat(names(PODS + "?fieldSelector=status.phase%3DRunning")).hasSize(6);
    }

    @Test
    void a_json_patch_tests_before_it_changes() {
        map("a", "");
        String path = MAPS + "/a";
        String patch = "[{\"op\":\"test\",\"path\":\"/data/k\",\"value\":\"%s\"},"
                + "{\"op\":\"replace\",\"path\":\"/data/k\",\"value\":\"w\"},"
                + "{\"op\":\"add\",\"path\":\"/data/b\",\"value\":\"x\"}]";

        assertThat(browser.send("PATCH", path, JSON_PATCH, patch.formatted("other"))
                        .code())
                .isEqualTo(422);
        assertThat(browser.get(path).json().at("/data/k").asText()).isEqualTo("v");
        browser.send("PATCH", path, JSON_PATCH, patch.formatted("v"));
        assertThat(browser.get(path).json().path("data").toString())
                .contains("\"k\":\"w\"", "\"b\":\"x\"");
    }

    @Test
    void a_finalizer_holds_an_object_until_it_is_taken_away() {
        map("held", ",\"finalizers\":[\"example.com/wait\"]");
        String path = MAPS + "/held";

        browser.delete(path);
        assertThat(browser.get(path).json().path("metadata").has("deletionTimestamp"))
                .isTrue();
        browser.send("PATCH", path, Browser.MERGE, "{\"metadata\":{\"finalizers\":null}}");
        assertThat(browser.get(path).code()).isEqualTo(404);
    }

    @Test
    void a_delete_keeps_its_preconditions_and_may_orphan() {
        String other = "{\"kind\":\"DeleteOptions\",\"preconditions\":{\"uid\":\"other\"}}";
        assertThat(browser.send("DELETE", WEB, "application/json", other).code())
                .isEqualTo(409);
        browser.delete(WEB + "?propagationPolicy=Orphan");

        assertThat(browser.get(WEB).code()).isEqualTo(404);
        assertThat(names(PODS + "?labelSelector=app%3Dweb")).hasSize(3);
    }

    @Test
    void a_namespace_takes_along_what_is_in_it() {
        browser.delete("/api/v1/namespaces/shop");

        assertThat(names("/api/v1/pods")).noneMatch(name -> name.startsWith("web"));
        assertThat(browser.get(WEB).code()).isEqualTo(404);
        assertThat(browser.delete("/api/v1/namespaces/default").code()).isEqualTo(403);
    }

    @Test
    void an_evicted_pod_comes_again_under_another_name() {
        String pod = names(PODS + "?labelSelector=app%3Dweb").getFirst();

        assertThat(browser.post(
                                PODS + "/" + pod + "/eviction",
                                "{\"metadata\":{\"name\":\"" + pod + "\"}}")
                        .code())
                .isEqualTo(201);
        assertThat(names(PODS + "?labelSelector=app%3Dweb")).hasSize(3).doesNotContain(pod);
    }

    @Test
    void plain_text_of_a_secret_becomes_data() {
        String secrets = "/api/v1/namespaces/default/secrets";
        browser.post(secrets, "{\"metadata\":{\"name\":\"s\"},\"stringData\":{\"p\":\"hi\"}}");

        JsonNode secret = browser.get(secrets + "/s").json();
        assertThat(secret.at("/data/p").asText()).isEqualTo("aGk=");
        assertThat(secret.has("stringData")).isFalse();
    }

    @Test
    void a_log_has_times_and_ends_where_it_is_told() {
        String pod = names(PODS + "?labelSelector=app%3Dweb").getFirst();
        String log = PODS + "/" + pod + "/log";

        assertThat(browser.get(log + "?timestamps=true&tailLines=1").text())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\S+Z web GET .*\\n");
        assertThat(browser.get(log + "?limitBytes=7").text()).hasSize(7);
        assertThat(browser.get(log + "?container=side").code()).isEqualTo(400);
    }

    @Test
    void a_new_type_is_served_listed_and_forgotten_with_its_definition() {
        String definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        browser.post(
                definitions,
                "{\"metadata\":{\"name\":\"widgets.example.com\"},\"spec\":{"
                        + "\"group\":\"example.com\",\"scope\":\"Namespaced\",\"names\":{"
                        + "\"plural\":\"widgets\",\"kind\":\"Widget\"},\"versions\":[{"
                        + "\"name\":\"v1\",\"served\":true,\"storage\":true,\"schema\":{"
                        + "\"openAPIV3Schema\":{\"type\":\"object\"}}}]}}");
        String widgets = "/apis/example.com/v1/namespaces/shop/widgets";

        assertThat(browser.post(widgets, "{\"metadata\":{\"name\":\"w\"},\"spec\":{\"n\":1}}")
                        .code())
                .isEqualTo(201);
        assertThat(names(widgets)).containsExactly("w");
        assertThat(browser.send("PATCH", widgets + "/w", Browser.STRATEGIC, "{}")
                        .code())
                .isEqualTo(415);
        browser.delete(definitions + "/widgets.example.com");
        assertThat(browser.get(widgets).code()).isEqualTo(404);
    }

    @Test
    void a_slow_answer_is_the_right_one_but_late() {
        sandbox.add(Fault.on(new Fault.Act.Slow(300), "list", "configmaps"));
        long start = System.nanoTime();

        assertThat(browser.get(MAPS).code()).isEqualTo(200);
        assertThat(System.nanoTime() - start).isGreaterThan(300_000_000L);
    }

    @Test
    void a_right_may_be_taken_away_from_a_group() {
        sandbox.deny("group:interns", "delete", "configmaps");
        String review = "{\"spec\":{\"user\":\"eve\",\"groups\":[\"%s\"],"
                + "\"resourceAttributes\":{\"verb\":\"delete\",\"resource\":\"configmaps\"}}}";
        String reviews = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

        assertThat(browser.post(reviews, review.formatted("interns"))
                        .json()
                        .at("/status/allowed")
                        .asBoolean())
                .isFalse();
        assertThat(browser.post(reviews, review.formatted("admins"))
                        .json()
                        .at("/status/allowed")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void a_command_needs_a_socket() {
        String pod = names(PODS + "?labelSelector=app%3Dweb").getFirst();

        assertThat(browser.get(PODS + "/" + pod + "/exec?command=ls").message())
                .isEqualTo("Upgrade request required");
    }

    @Test
    void a_service_knows_who_stands_behind_it() {
        JsonNode endpoints =
                browser.get("/api/v1/namespaces/shop/endpoints/web").json();

        assertThat(endpoints.at("/subsets/0/addresses")).hasSize(3);
        browser.send("PATCH", WEB + "/scale", Browser.MERGE, "{\"spec\":{\"replicas\":0}}");
        assertThat(browser.get("/api/v1/namespaces/shop/endpoints/web").json().path("subsets"))
                .isEmpty();
        browser.delete("/api/v1/namespaces/shop/services/web");
        assertThat(browser.get("/api/v1/namespaces/shop/endpoints/web").code()).isEqualTo(404);
    }
}
