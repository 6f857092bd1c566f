package dev.countersign.agent.tool.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.tool.kubernetes.sandbox.Fault;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Much of everything: memory and words stay bounded, and the sandbox stays quick. */
class HugeClusterTest {
    private static final int RESULT = 262_144;
    private static final Duration TWENTY_WRITES = Duration.ofSeconds(10);

    private final Bench bench = Bench.onSandbox();

    @AfterEach
    void stop() {
        bench.close();
    }

    private void manyPods() {
        bench.success("k8s_apply_manifest", "manifest", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: many, namespace: shop}
                spec:
                  replicas: 5000
                  selector: {matchLabels: {app: many}}
                  template:
                    metadata: {labels: {app: many}}
                    spec: {containers: [{name: many, image: "many:1"}]}
                """);
    }

    @Test
    void five_thousand_pods_are_listed_within_bounds() {
        manyPods();
        String[] pods = {"resource_type", "pods", "namespace", "shop"};
        assertThat(bench.success("k8s_get_resources", pods).length()).isLessThan(RESULT);
        assertThat(bench.success("k8s_get_resources", pods)).contains("more are not");
        assertThat(bench.shows(
                                "k8s_delete_resource",
                                "resource_type",
                                "deploy",
                                "resource_name",
                                "many",
                                "namespace",
                                "shop")
                        .facts()
                        .toString())
                .hasSizeLessThan(5_000);
    }

    @Test
    void writes_beside_five_thousand_pods_stay_quick() {
        manyPods();
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            bench.success(
                    "k8s_label_resource",
                    "resource_type",
                    "deploy",
                    "resource_name",
                    "web",
                    "namespace",
                    "shop",
                    "labels",
                    "round=" + i);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf("20 writes beside 5,000 pods: %d ms%n", took.toMillis());
        assertThat(took).isLessThan(TWENTY_WRITES);
    }

    @Test
    void fifty_megabytes_of_log_are_read_within_bounds() {
        bench.success("k8s_apply_manifest", "manifest", """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: chatty
                  namespace: shop
                  annotations: {sandbox.countersign.dev/log-lines: "2000000"}
                spec: {containers: [{name: chatty, image: "chatty:1"}]}
                """);

        String log = bench.success(
                "k8s_get_pod_logs",
                "pod_name",
                "chatty",
                "namespace",
                "shop",
                "tail_lines",
                "10000");

        assertThat(log.length()).isBetween(100_000, RESULT);
        assertThat(log).endsWith("ask for fewer tail_lines to see its end.");
        assertThat(bench.success("k8s_get_pod_logs", "pod_name", "chatty", "namespace", "shop"))
                .contains("/item/1999999");
    }

    @Test
    void objects_too_large_to_be_compared_are_told_and_nobody_is_asked() {
        String manifest = IntStream.range(0, 30)
                .mapToObj(i -> "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: big-" + i
                        + ", namespace: shop}\ndata: {k: " + "v}\n")
                .collect(Collectors.joining("---\n"));
        try (ScriptedApi api = new ScriptedApi();
                Bench at = Bench.at(api.address())) {
            String huge = "{\"metadata\":{\"resourceVersion\":\"1\"},\"data\":{\"k\":\""
                    + "x".repeat(1_500_000) + "\"}}";
            api.otherwise(ScriptedApi.says(200, huge));

            assertThat(at.fails("k8s_apply_manifest", "manifest", manifest))
                    .contains("have more than 16000000 bytes together. Write fewer at once.");
            assertThat(api.asked.stream().filter(a -> a.startsWith("PATCH"))).hasSizeLessThan(12);
        }
    }

    @Test
    void a_kind_that_the_cluster_does_not_know_is_told_with_the_nearest() {
        assertThat(bench.fails(
                        "k8s_apply_manifest",
                        "manifest",
                        "apiVersion: crd.example.com/v1\nkind: Deploymnt\nmetadata: {name: x}\n"))
                .contains(
                        "no resource type \"Deploymnt of crd.example.com/v1\"",
                        "The nearest are: deployments",
                        "k8s_get_available_api_resources");
    }

    @Test
    void busy_seconds_and_lost_watches_change_nothing_that_is_done() {
        bench.sandbox().add(Fault.always(new Fault.Act.Code(429, 1)).times(1));
        String[] maps = {"resource_type", "configmaps", "namespace", "shop"};
        assertThat(bench.failure("k8s_get_resources", maps)).contains("Wait a little");

        bench.sandbox().dropWatches();
        assertThat(bench.success("k8s_get_resources", maps)).contains("web-config");
        assertThat(bench.success(
                        "k8s_scale",
                        "name",
                        "web",
                        "namespace",
                        "shop",
                        "replicas",
                        "4",
                        "wait_seconds",
                        "10"))
                .contains("4 of 4 pods are available");
    }
}
