package dev.countersign.agent.tool.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.tool.Preview;
import dev.countersign.agent.tool.Previewing;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.kubernetes.sandbox.Fault;
import dev.countersign.agent.tool.kubernetes.sandbox.Sandbox;
import dev.countersign.agent.tool.kubernetes.sandbox.SandboxSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Each tool once with each trouble: its error says what is wrong and what to do next. */
class EveryToolMeetsTroubleTest {
    private static final String MAP =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME, namespace: shop}\n"
                    + "data: {k: v}\n";
    private static final String[] NAMED = {
        "resource_type", "configmap", "resource_name", "web-config", "namespace", "shop"
    };
    private static final String NEXT = "(?s).*(k8s_get_resources|Correct|Do not try|Wait a little"
            + "|[Tt]ry again|narrow|Narrow|Use k8s_|read back|could not be read|Check).*";

    private final Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(InstantSource.system()));
    private final Bench bench = Bench.at(URI.create(sandbox.url()));
    private List<String[]> calls = List.of();

    @BeforeEach
    void calls() {
        String pod = bench.success(
                        "k8s_get_resources", "resource_type", "pods", "namespace", "shop")
                .lines()
                .map(line -> line.split("\\s+")[0])
                .filter(name -> name.startsWith("web-"))
                .findFirst()
                .orElseThrow();
        calls = Stream.concat(onObjects(pod).stream(), onWorkloads().stream()).toList();
    }

    private static List<String[]> onObjects(String pod) {
        return List.of(
                call("k8s_get_resources", NAMED),
                call(
                        "k8s_execute_command",
                        "pod_name",
                        pod,
                        "namespace",
                        "shop",
                        "command",
                        "echo hello"),
                call("k8s_get_resource_yaml", NAMED),
                call("k8s_describe_resource", NAMED),
                call("k8s_get_pod_logs", "pod_name", pod, "namespace", "shop"),
                call("k8s_get_events", "namespace", "shop"),
                call("k8s_apply_manifest", "manifest", MAP.replace("NAME", "applied")),
                call("k8s_create_resource", "yaml_content", MAP.replace("NAME", "created")),
                call("k8s_patch_resource", with("patch", "{\"data\":{\"k\":\"new\"}}")),
                call("k8s_label_resource", with("labels", "a=b")),
                call("k8s_annotate_resource", with("annotations", "a=b")),
                call("k8s_remove_label", with("label_key", "a")),
                call("k8s_remove_annotation", with("annotation_key", "a")));
    }

    /** The last one takes away what the others work on. */
    private static List<String[]> onWorkloads() {
        return List.of(
                call("k8s_scale", "name", "web", "namespace", "shop", "replicas", "2"),
                call(
                        "k8s_patch_status",
                        "resource_type",
                        "deploy",
                        "resource_name",
                        "web",
                        "namespace",
                        "shop",
                        "patch",
                        "{\"status\":{\"collisionCount\":1}}"),
                call(
                        "k8s_rollout",
                        "action",
                        "restart",
                        "resource_type",
                        "deploy",
                        "resource_name",
                        "web",
                        "namespace",
                        "shop"),
                call("k8s_check_service_connectivity", "service_name", "web", "namespace", "shop"),
                call("k8s_delete_resource", NAMED));
    }

    @AfterEach
    void stop() {
        bench.close();
        sandbox.close();
    }

    private static String[] call(String tool, String... arguments) {
        return Stream.concat(Stream.of(tool), Arrays.stream(arguments)).toArray(String[]::new);
    }

    private static String[] with(String... more) {
        return Stream.concat(Arrays.stream(NAMED), Arrays.stream(more)).toArray(String[]::new);
    }

    private static String[] arguments(String[] call) {
        return Arrays.copyOfRange(call, 1, call.length);
    }

    private static String told(ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Failure failure -> failure.text();
            case ToolOutcome.Unknown unknown -> unknown.known();
            case ToolOutcome.Success success -> throw new AssertionError(success.text());
            case ToolOutcome.Moved moved -> throw new AssertionError(moved.what());
        };
    }

    /** The tool says so when it is called, and before it is called where it can show itself. */
    private static List<String> troubles(Bench at, String[] call) {
        List<String> told = new ArrayList<>();
        told.add(told(at.call(call[0], arguments(call))));
        if (at.tool(call[0]) instanceof Previewing
                && at.preview(call[0], arguments(call)) instanceof Preview.Fails fails) {
            told.add(fails.text());
        }
        boolean previews = at.tool(call[0]) instanceof Previewing;
        assertThat(told).as(call[0]).hasSize(previews ? 2 : 1);
        return told;
    }

    private void eachSays(Bench at, String... words) {
        for (String[] call : calls) {
            assertThat(troubles(at, call))
                    .as(call[0])
                    .allSatisfy(text -> assertThat(text).containsAnyOf(words).matches(NEXT));
        }
    }

    @Test
    void each_does_its_work_where_there_is_no_trouble() {
        for (String[] call : calls) {
            if (bench.tool(call[0]) instanceof Previewing) {
                assertThat(bench.preview(call[0], arguments(call)))
                        .as(call[0])
                        .isInstanceOf(Preview.Shows.class);
            }
            assertThat(bench.success(call[0], arguments(call))).as(call[0]).isNotBlank();
        }
    }

    @Test
    void each_says_that_the_api_server_cannot_be_reached() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
            socket.close();
            try (Bench away = Bench.impatient(nobody)) {
                eachSays(away, "cannot be reached");
            }
        }
    }

    @Test
    void each_says_that_the_api_server_is_busy() {
        sandbox.add(Fault.always(new Fault.Act.Code(429, 1)));
        eachSays(bench, "too many requests");
        assertThat(sandbox.tally().changed()).isZero();
    }

    @Test
    void each_says_that_the_api_server_is_slow() {
        bench.success("k8s_get_available_api_resources");
        sandbox.add(Fault.always(new Fault.Act.Slow(1_500)));
        try (Bench impatient = Bench.impatient(URI.create(sandbox.url()))) {
            eachSays(impatient, "did not answer within 1 s");
        }
    }

    @Test
    void each_says_that_it_may_not() {
        sandbox.deny("*", "*", "*");
        eachSays(bench, "may not do this", "may not create", "may not get");
        assertThat(sandbox.tally().changed()).isZero();
    }

    @Test
    void each_says_that_there_is_no_such_thing() {
        List<String> creates =
                List.of("k8s_apply_manifest", "k8s_create_resource", "k8s_get_events");
        for (String[] call : calls) {
            if (creates.contains(call[0])) {
                continue;
            }
            String[] nobody = call.clone();
            for (int i = 1; i < nobody.length; i += 2) {
                nobody[i + 1] = nobody[i].matches("resource_name|pod_name|name|service_name")
                        ? "nobody"
                        : nobody[i + 1];
            }
            assertThat(troubles(bench, nobody)).as(call[0]).allSatisfy(text -> assertThat(text)
                    .contains("nobody\" not found")
                    .matches(NEXT));
        }
    }
}
