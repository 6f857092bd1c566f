package dev.countersign.bot.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import dev.countersign.agent.catalog.Applied;
import dev.countersign.agent.catalog.Problem.Severity;
import dev.countersign.agent.run.RunStore;
import dev.countersign.bot.config.ConfigFailure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

class ErrorsAndAccessTest {

    private static final String START = "{\"agent\":\"hitl-agent\",\"message\":\"hi\"}";

    private final Stand stand = new Stand();

    @AfterEach
    void stop() {
        stand.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/runs",
                "/api/v1/questions",
                "/api/v1/audit",
                "/api/v1/agents",
                "/api/v1/nothing",
                "/nothing"
            })
    void unauthenticated_request(String path) {
        for (var token : List.of("", "wrong", "dana-secre", "dana-secret2")) {
            var reply = stand.send(token, "GET", path, "");
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.type()).isEqualTo("application/problem+json");
            assertThat(reply.json().path("status").asInt()).isEqualTo(401);
            assertThat(reply.raw().headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
    }

    @Test
    void health_readiness_and_metrics_need_no_token() {
        assertThat(stand.send("", "GET", "/healthz", "").status()).isEqualTo(200);
        assertThat(stand.send("", "GET", "/readyz", "").status()).isEqualTo(200);
        assertThat(stand.send("", "GET", "/metrics", "").status()).isEqualTo(200);
    }

    @Test
    void readiness_says_what_is_in_the_way() {
        stand.causes.add("The model gpt has no key.");

        var reply = stand.send("", "GET", "/readyz", "");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json().path("causes").path(0).asText()).contains("no key");
    }

    @Test
    void the_metrics_carry_the_names_that_were_promised() {
        stand.meters.watch(() -> 3, () -> 2, () -> Duration.ofMillis(1500));
        stand.meters.decided("approve", "slack", Duration.ofSeconds(2));
        stand.meters.called("k8s_scale", "done");
        stand.meters.requested("hitl-agent", true, Duration.ofSeconds(1));
        stand.meters.sessions("hitl-agent", 1);
        stand.get("/api/v1/runs/r_0");

        assertThat(stand.send("", "GET", "/metrics", "").raw().body())
                .contains("countersign_questions_open 3.0")
                .contains("countersign_outbox_pending 2.0")
                .contains("countersign_inbox_lag_seconds 1.5")
                .contains("countersign_decisions_total{channel=\"slack\",verdict=\"approve\"} 1.0")
                .contains("countersign_decision_wait_seconds_sum 2.0")
                .contains("countersign_calls_total{state=\"done\",tool=\"k8s_scale\"} 1.0")
                .contains("agent_request_total{agent=\"hitl-agent\"} 1.0")
                .contains("agent_request_errors_total{agent=\"hitl-agent\"} 1.0")
                .contains("agent_request_duration_seconds_count{agent=\"hitl-agent\"} 1")
                .contains("agent_active_sessions{agent=\"hitl-agent\"} 1.0")
                .contains("route=\"/api/v1/runs/{id}\",status=\"404\"")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void a_token_whose_person_does_not_exist_is_403() {
        var reply = stand.send(Stand.GHOST, "GET", "/api/v1/runs", "");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.detail()).contains("there is no such Person");
    }

    @Test
    void a_token_whose_person_does_not_exist_is_said_at_the_start() {
        var log = new ListAppender<ILoggingEvent>();
        var logger = (Logger) LoggerFactory.getLogger(Access.class);
        log.start();
        logger.addAppender(log);

        new Stand().close();

        logger.detachAppender(log);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement(STRING)
                .startsWith("token ghost acts as nobody, and there is no such Person");
    }

    @Test
    void a_port_that_is_taken_is_said_with_what_to_do() {
        int taken = stand.uri("/").getPort();

        assertThatThrownBy(() -> new Stand(List.of(), taken))
                .isInstanceOf(ConfigFailure.class)
                .hasMessageContaining("127.0.0.1:" + taken)
                .hasMessageContaining("set http.port to another");
    }

    @Test
    void malformed_json_is_400_and_says_where() {
        var reply = stand.post("/api/v1/runs", "{\"agent\": \"x\",\n  oops");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.detail()).contains("line 2");
        assertThat(stand.post("/api/v1/runs", START + START).status()).isEqualTo(400);
    }

    @Test
    void a_field_that_stands_twice_is_400() {
        var twice = "{\"agent\":\"a\",\"message\":\"list pods\",\"message\":\"delete pods\"}";

        var reply = stand.post("/api/v1/runs", twice);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.detail()).contains("has a field twice");
        assertThat(stand.desk.words).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "7",
                "",
                "{\"agent\":7,\"message\":\"x\"}",
                "{\"agent\":\"a\"}",
                "{\"agent\":\"a\",\"message\":\"  \"}",
                "{\"agent\":\"a\",\"message\":null}"
            })
    void wrong_types_and_missing_fields_are_422(String body) {
        var reply = stand.post("/api/v1/runs", body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.type()).isEqualTo("application/problem+json");
        assertThat(stand.desk.words).isEmpty();
    }

    @Test
    void a_body_of_five_megabytes_is_413_and_the_server_stays_up() {
        var reply = stand.post("/api/v1/runs", "x".repeat(5 * 1024 * 1024));

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.detail()).contains("262144 bytes");
        assertThat(stand.get("/api/v1/runs").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/runs", "/api/v1/questions", "/api/v1/questions?for=dana"})
    void a_cursor_that_no_list_gave_is_422(String list) {
        var reply = stand.get(list + (list.contains("?") ? "&" : "?") + "after=nonsense");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.detail()).contains("nonsense");
    }

    @Test
    void a_wrong_method_is_405_and_a_wrong_path_404() {
        var method = stand.send(Stand.DANA, "PUT", "/api/v1/runs", "");
        var path = stand.get("/api/v1/rnus");

        assertThat(method.status()).isEqualTo(405);
        assertThat(method.type()).isEqualTo("application/problem+json");
        assertThat(method.raw().headers().firstValue("Allow")).contains("GET, POST");
        assertThat(path.status()).isEqualTo(404);
        assertThat(path.detail()).contains("/api/v1/rnus");
    }

    @Test
    void a_database_that_is_away_is_503_and_a_surprise_is_500_without_internals() {
        stand.desk.broken = Optional.of(new RunStore.StoreUnavailable("socket 5432", null));
        var away = stand.post("/api/v1/runs", START);
        stand.desk.broken = Optional.of(new IllegalStateException("jdbc:secret:5432"));
        var surprise = stand.post("/api/v1/runs", START);

        assertThat(away.status()).isEqualTo(503);
        assertThat(away.raw().body()).doesNotContain("5432");
        assertThat(surprise.status()).isEqualTo(500);
        assertThat(surprise.raw().body()).doesNotContain("5432").doesNotContain("IllegalState");
    }

    @Test
    void manifests_need_the_role_admin() {
        var yaml = "kind: Agent";

        assertThat(stand.post("/api/v1/manifests", yaml).status()).isEqualTo(403);
        assertThat(stand.send(Stand.CI, "POST", "/api/v1/manifests", yaml).status())
                .isEqualTo(403);
        var applied = stand.send(Stand.ADMIN, "POST", "/api/v1/manifests", yaml);

        assertThat(applied.status()).isEqualTo(200);
        assertThat(applied.json().path("documents").path(0).asText()).isEqualTo("Agent a");
        assertThat(stand.catalog.applied).containsExactly(yaml);
    }

    @Test
    void a_document_from_a_file_is_409_and_a_broken_one_422() {
        var conflict = new Applied.Conflict("Agent a", "agents.yaml");
        stand.catalog.next = new Applied(List.of(), List.of(), List.of(conflict));
        var twice = stand.send(Stand.ADMIN, "POST", "/api/v1/manifests", "x");
        var problem = new dev.countersign.agent.catalog.Problem(
                Severity.ERROR, "request", 3, "Agent b", "spec.llmRef", "missing");
        stand.catalog.next = new Applied(List.of("Agent c"), List.of(problem), List.of());
        var broken = stand.send(Stand.ADMIN, "POST", "/api/v1/manifests", "x");

        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.detail()).contains("agents.yaml");
        assertThat(broken.status()).isEqualTo(422);
        assertThat(broken.detail()).contains("request:3 Agent b, spec.llmRef: missing");
        assertThat(broken.json().path("documents").path(0).asText()).isEqualTo("Agent c");
    }

    @Test
    void agents_are_listed_and_grants_are_none() {
        var agents = stand.get("/api/v1/agents").json();
        var grants = stand.get("/api/v1/grants").json();

        assertThat(agents.path("items").path(0).path("name").asText()).isEqualTo("hitl-agent");
        assertThat(grants.toString()).isEqualTo("{\"items\":[],\"next\":null}");
        assertThat(stand.send(Stand.DANA, "DELETE", "/api/v1/grants/g1", "").status())
                .isEqualTo(404);
    }

    @Test
    void an_admin_makes_a_login_link_for_a_person_who_exists() {
        var path = "/api/v1/login-links";
        var link = stand.send(Stand.ADMIN, "POST", path, "{\"person\":\"ana\"}");

        assertThat(link.status()).isEqualTo(201);
        assertThat(link.json().path("link").asText()).endsWith("/login/ana");
        assertThat(stand.send(Stand.ADMIN, "POST", path, "{\"person\":\"x\"}").status())
                .isEqualTo(404);
        assertThat(stand.post(path, "{\"person\":\"ana\"}").status()).isEqualTo(403);
    }
}
