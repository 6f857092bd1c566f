package dev.countersign.agent.tool.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.tool.kubernetes.sandbox.Sandbox;
import dev.countersign.agent.tool.kubernetes.sandbox.SandboxSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

/** Much of everything: memory and words stay bounded, and the sandbox stays quick. */
class HugeClusterTest {
    private static final int RESULT = 262_144;
    private static final Duration TWENTY_WRITES = Duration.ofSeconds(10);

    private final Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(InstantSource.system()));
    private final Bench bench = Bench.at(URI.create(sandbox.url()));

    @AfterEach
    void stop() {
        bench.close();
        sandbox.close();
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
}
