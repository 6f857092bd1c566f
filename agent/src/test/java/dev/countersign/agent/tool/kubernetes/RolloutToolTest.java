package dev.countersign.agent.tool.kubernetes;

import static dev.countersign.agent.tool.kubernetes.Bench.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.stream.Stream;

/** A workload is rolled out, paused, resumed and rolled back, as kubectl does it. */
class RolloutToolTest {
    private static final String SET = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db, namespace: shop}
            spec:
              serviceName: db
              replicas: 1
              selector: {matchLabels: {app: db}}
              template:
                metadata: {labels: {app: db}}
                spec: {containers: [{name: db, image: "db:2"}]}
            """;
    private static final String REVISION = """
            apiVersion: apps/v1
            kind: ControllerRevision
            metadata:
              name: db-%1$d
              namespace: shop
              ownerReferences:
              - {apiVersion: apps/v1, kind: StatefulSet, name: db, uid: %2$s}
            revision: %1$d
            data:
              spec:
                template:
                  $patch: replace
                  metadata: {labels: {app: db}}
                  spec: {containers: [{name: db, image: "db:%1$d"}]}
            """;

    private final Bench bench = Bench.onSandbox();

    @AfterEach
    void stop() {
        bench.close();
    }

    private String yaml(String... named) {
        return bench.success("k8s_get_resource_yaml", named);
    }

    private void newImage(String image) {
        bench.success(
                "k8s_patch_resource",
                web(
                        "patch",
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":"
                                + "[{\"name\":\"web\",\"image\":\"" + image + "\"}]}}}}"));
    }

    @Test
    void an_undone_rollout_has_the_image_of_before() {
        newImage("nginx:1.28");
        assertThat(bench.success("k8s_rollout", web("action", "history")))
                .contains("nginx:1.27", "nginx:1.28");

        var shown = bench.shows("k8s_rollout", web("action", "undo"));
        assertThat(shown.title()).isEqualTo("Undo rollout of Deployment web to revision 1");
        assertThat(shown.diff())
                .contains("-      - image: nginx:1.28", "+      - image: nginx:1.27");
        assertThat(yaml(web())).contains("nginx:1.28");

        assertThat(bench.done("k8s_rollout", web("action", "undo"))).contains("rolled back");
        assertThat(yaml(web())).contains("nginx:1.27").doesNotContain("nginx:1.28");
        assertThat(bench.success("k8s_rollout", web("action", "status"))).contains("rolled out");
    }

    @Test
    void a_paused_rollout_waits_until_it_is_resumed() {
        assertThat(bench.done("k8s_rollout", web("action", "pause"))).contains("paused");
        newImage("nginx:1.28");
        assertThat(bench.success("k8s_rollout", web("action", "status"))).contains("paused");
        assertThat(bench.success("k8s_get_resources", "resource_type", "rs", "namespace", "shop"))
                .doesNotContain("nginx:1.28");

        assertThat(bench.done("k8s_rollout", web("action", "resume"))).contains("resumed");
        assertThat(bench.success("k8s_rollout", web("action", "status"))).contains("rolled out");
    }

    @Test
    void a_stateful_set_goes_back_to_what_its_controller_kept() {
        bench.success("k8s_apply_manifest", "manifest", SET);
        String[] db = {"resource_type", "sts", "resource_name", "db", "namespace", "shop"};
        String uid = yaml(db).lines()
                .filter(line -> line.startsWith("  uid: "))
                .findFirst()
                .orElseThrow()
                .substring(7);
        for (int number : new int[] {1, 2}) {
            bench.success("k8s_create_resource", "yaml_content", REVISION.formatted(number, uid));
        }
        String[] undo = Bench.with(db, "action", "undo");
        String[] history = Stream.concat(Arrays.stream(db), Stream.of("action", "history"))
                .toArray(String[]::new);

        assertThat(bench.success("k8s_rollout", history)).contains("db:1", "db:2");
        assertThat(bench.shows("k8s_rollout", undo).title())
                .isEqualTo("Undo rollout of StatefulSet db to revision 1");
        assertThat(bench.done("k8s_rollout", undo)).contains("rolled back");
        assertThat(yaml(db)).contains("image: db:1").doesNotContain("$patch");
    }

    @Test
    void only_a_workload_can_be_rolled_out() {
        assertThat(bench.fails(
                        "k8s_rollout",
                        "action",
                        "restart",
                        "resource_type",
                        "configmap",
                        "resource_name",
                        "web-config",
                        "namespace",
                        "shop"))
                .contains("Only a Deployment, StatefulSet or DaemonSet");
        assertThat(bench.failure("k8s_rollout", web("action", "explode")))
                .contains("must be one of history, pause, restart, resume, status, undo");
    }
}
