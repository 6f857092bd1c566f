package dev.countersign.agent.tool.kubernetes;

import static dev.countersign.agent.tool.kubernetes.ScriptedApi.says;
import static dev.countersign.agent.tool.kubernetes.ScriptedApi.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.kubernetes.ScriptedApi.Script;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;

/** An API server that is away, slow, busy, wordy or against it. */
class BrokenClusterTest {
    private static final String PATH = "/api/v1/namespaces/default/configmaps/a";
    private static final String A = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":"
            + "{\"name\":\"a\",\"namespace\":\"default\",\"uid\":\"u1\",\"resourceVersion\":\"7\"},"
            + "\"data\":{\"k\":\"old\"}}";
    private static final String[] PATCH = {
        "resource_type",
        "cm",
        "resource_name",
        "a",
        "patch",
        "{\"data\":{\"k\":\"new\"}}",
        "patch_type",
        "merge"
    };
    private static final List<String[]> READS = List.of(
            new String[] {"k8s_get_resources", "resource_type", "pods"},
            new String[] {"k8s_get_resource_yaml", "resource_type", "pod", "resource_name", "p"},
            new String[] {"k8s_describe_resource", "resource_type", "pod", "resource_name", "p"},
            new String[] {"k8s_get_pod_logs", "pod_name", "p"},
            new String[] {"k8s_get_events", "namespace", "default"});

    private final ScriptedApi api = new ScriptedApi();
    private final Bench bench = Bench.impatient(api.address());

    @AfterEach
    void stop() {
        bench.close();
        api.close();
    }

    private static String failure(Bench bench, String[] call) {
        String[] arguments = java.util.Arrays.copyOfRange(call, 1, call.length);
        return bench.failure(call[0], arguments);
    }

    @Test
    void a_read_says_that_nobody_listens_and_that_nothing_was_sent() {
        try (Bench away = Bench.impatient(nobody())) {
            for (String[] call : READS) {
                assertThat(failure(away, call))
                        .contains("cannot be reached", "Nothing was sent", "try again later");
            }
        }
    }

    @Test
    void a_write_that_never_left_has_failed_and_is_not_unknown() {
        try (Bench away = Bench.impatient(nobody())) {
            assertThat(away.failure("k8s_patch_resource", PATCH)).contains("Nothing was sent");
            assertThat(away.fails("k8s_patch_resource", PATCH)).contains("cannot be reached");
        }
    }

    @Test
    void a_slow_read_is_given_up_in_time() {
        Script silence = api.silence();
        api.on("GET /api/v1/namespaces/default/pods", silence)
                .on("GET /api/v1/namespaces/default/pods/p", silence)
                .on("GET /api/v1/namespaces/default/pods/p/log", silence)
                .on("GET /api/v1/namespaces/default/events", silence);
        for (String[] call : READS) {
            assertThat(failure(bench, call)).contains("did not answer within 1 s", "Try again");
        }
    }

    @Test
    void a_write_without_an_answer_is_unknown_and_says_what_was_read_back() {
        api.on("GET " + PATH, says(200, A)).on("PATCH " + PATH, api.silence());

        var outcome = bench.call("k8s_patch_resource", PATCH);

        assertThat(outcome).isInstanceOf(ToolOutcome.Unknown.class);
        assertThat(((ToolOutcome.Unknown) outcome).known())
                .contains("did not answer within 1 s", "ConfigMap a in default is there");
    }

    @Test
    void a_connection_that_breaks_during_a_write_is_unknown() {
        api.on("GET " + PATH, says(200, A)).on("PATCH " + PATH, exchange -> {
            throw new IOException("broken on purpose");
        });

        assertThat(bench.call("k8s_patch_resource", PATCH)).isInstanceOf(ToolOutcome.Unknown.class);
        assertThat(api.asked.stream().filter(("PATCH " + PATH)::equals)).hasSize(1);
    }

    @Test
    void a_refused_dry_run_asks_nobody_and_tells_the_model_why() {
        api.on("GET " + PATH, says(200, A))
                .on(
                        "PATCH " + PATH + "?dryRun",
                        status(403, "Forbidden", "configmaps is forbidden"));

        assertThat(bench.fails("k8s_patch_resource", PATCH))
                .contains("configmaps is forbidden", "Do not try it again");
    }

    @Test
    void each_refusal_says_what_to_do_next() {
        String path = "GET /api/v1/namespaces/default/pods";
        String[] call = READS.getFirst();

        api.on(path, status(401, "Unauthorized", "Unauthorized"));
        assertThat(failure(bench, call)).contains("must renew its access");
        api.on(path, status(403, "Forbidden", "pods is forbidden"));
        assertThat(failure(bench, call)).contains("which permission is missing");
        api.on(path, status(404, "NotFound", "nothing here"));
        assertThat(failure(bench, call)).contains("k8s_get_resources");
        api.on(path, status(429, "TooManyRequests", "slow down"));
        assertThat(failure(bench, call)).contains("Wait a little");
        api.on(path, status(500, "InternalError", "etcd is away"));
        assertThat(failure(bench, call)).contains("etcd is away", "Try again later");
        api.on(path, says(200, "<html>not an API server</html>"));
        assertThat(failure(bench, call)).contains("not a JSON object");
    }

    @Test
    void a_conflict_names_the_other_manager_and_the_fields() {
        api.on("GET " + PATH, says(200, A)).on("PATCH " + PATH, says(409, """
                {"kind":"Status","reason":"Conflict","code":409,
                 "message":"Apply failed with 1 conflict: conflict with \\"argocd\\"",
                 "details":{"causes":[{"reason":"FieldManagerConflict",
                 "message":"conflict with \\"argocd\\" using v1","field":".data.k"}]}}"""));

        String told = bench.failure(
                "k8s_apply_manifest",
                "manifest",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: new}\n");

        assertThat(told).contains(".data.k", "argocd", "other manager");
    }

    @Test
    void an_endless_answer_is_cut_in_memory_and_in_words() {
        String line = "all work and no play makes a dull log\n".repeat(1_000);
        api.on("GET /api/v1/namespaces/default/pods/p/log", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 2_000; i++) {
                exchange.getResponseBody().write(line.getBytes());
            }
        });

        String log = bench.success("k8s_get_pod_logs", "pod_name", "p", "tail_lines", "9999");

        assertThat(log.length()).isBetween(100_000, 262_144);
        assertThat(log).endsWith("ask for fewer tail_lines to see its end.");
    }

    @Test
    void a_long_list_says_how_many_are_not_shown() {
        String item = "{\"metadata\":{\"name\":\"p\",\"namespace\":\"default\"}}";
        api.on(
                "GET /api/v1/namespaces/default/pods",
                says(
                        200,
                        "{\"kind\":\"PodList\",\"metadata\":{\"continue\":\"x\","
                                + "\"remainingItemCount\":4500},"
                                + "\"items\":[" + (item + ",").repeat(499) + item + "]}"));

        String table = bench.success("k8s_get_resources", "resource_type", "po");

        assertThat(table).contains("500 are shown, 4500 more are not");
        assertThat(bench.success("k8s_get_resources", "resource_type", "po", "output", "json"))
                .contains("4500 more are not shown");
    }

    @Test
    void a_wrong_type_is_answered_with_the_nearest_ones() {
        assertThat(bench.failure("k8s_get_resources", "resource_type", "deploymnts"))
                .contains("no resource type \"deploymnts\"", "deployments");
    }

    @Test
    void a_name_cannot_lead_to_another_address() {
        for (String name : List.of("../../secrets/x", "..", "a?dryRun=All", "a/log", "%2e%2e")) {
            bench.failure("k8s_delete_resource", "resource_type", "pod", "resource_name", name);
        }

        assertThat(api.asked)
                .noneMatch(asked -> asked.startsWith("DELETE") || asked.contains("secrets"));
    }

    private static URI nobody() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
