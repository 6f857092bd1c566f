package dev.countersign.agent.tool.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.tool.LookUp.Found;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.ToolOutcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Killed after the work and before its outcome was kept: nothing is done twice in silence. */
class AfterACrashTest {
    private static final String MAP = "apiVersion: v1\nkind: ConfigMap\n"
            + "metadata: {name: NAME, namespace: shop}\ndata: {k: v}\n";
    private static final String[] CONFIG = {
        "resource_type", "configmap", "resource_name", "web-config", "namespace", "shop"
    };
    private static final List<String[]> WRITES = List.of(
            call("k8s_apply_manifest", "manifest", MAP.replace("NAME", "applied")),
            call("k8s_create_resource", "yaml_content", MAP.replace("NAME", "created")),
            config("k8s_patch_resource", "patch", "{\"data\":{\"k\":\"new\"}}"),
            config("k8s_label_resource", "labels", "a=b"),
            config("k8s_annotate_resource", "annotations", "a=b"),
            config("k8s_remove_label", "label_key", "a"),
            config("k8s_remove_annotation", "annotation_key", "a"),
            call("k8s_scale", "name", "web", "namespace", "shop", "replicas", "2"),
            call(
                    "k8s_patch_status",
                    "resource_type",
                    "service",
                    "resource_name",
                    "web",
                    "namespace",
                    "shop",
                    "patch",
                    "{\"loadBalancer\":{\"ingress\":[{\"ip\":\"10.0.0.9\"}]}}"),
            config("k8s_delete_resource"));

    private final Bench bench = Bench.onSandbox();

    @AfterEach
    void stop() {
        bench.close();
    }

    private static String[] call(String tool, String... arguments) {
        return Stream.concat(Stream.of(tool), Arrays.stream(arguments)).toArray(String[]::new);
    }

    private static String[] config(String tool, String... more) {
        return call(
                tool,
                Stream.concat(Arrays.stream(CONFIG), Arrays.stream(more)).toArray(String[]::new));
    }

    @Test
    void each_write_is_finished_or_found_and_never_done_twice() {
        for (String[] write : WRITES) {
            String tool = write[0];
            String[] arguments = Arrays.copyOfRange(write, 1, write.length);
            String basis = bench.shows(tool, arguments).basis();
            bench.callShown(tool, basis, arguments);
            int done = bench.sandbox().tally().changed();

            switch (bench.tool(tool).spec().repeat()) {
                case SAFE ->
                    assertThat(bench.callShown(tool, basis, arguments))
                            .as(tool)
                            .isInstanceOf(ToolOutcome.Success.class);
                case LOOK_UP ->
                    assertThat(bench.lookUp(tool, basis, arguments))
                            .as(tool)
                            .isInstanceOf(Found.Ran.class);
                case NEVER -> throw new AssertionError(tool + " asks a person; see below");
            }

            assertThat(bench.sandbox().tally().changed()).as(tool).isEqualTo(done);
        }
    }

    @Test
    void each_write_that_never_left_is_known_not_to_have_run() {
        for (String[] write : WRITES) {
            String tool = write[0];
            String[] arguments = Arrays.copyOfRange(write, 1, write.length);
            if (bench.tool(tool).spec().repeat() == Repeat.LOOK_UP) {
                String basis = bench.shows(tool, arguments).basis();
                assertThat(bench.lookUp(tool, basis, arguments))
                        .as(tool)
                        .isInstanceOf(Found.NotRun.class);
            }
        }
    }

    @Test
    void a_command_is_left_to_a_person_who_is_told_what_was_read() {
        assertThat(bench.tool("k8s_execute_command").spec().repeat()).isEqualTo(Repeat.NEVER);
        String pod = bench.success(
                        "k8s_get_resources", "resource_type", "pods", "namespace", "shop")
                .lines()
                .map(line -> line.split("\\s+")[0])
                .filter(name -> name.startsWith("web-"))
                .findFirst()
                .orElseThrow();
        String[] command = {"pod_name", pod, "namespace", "shop", "command", "ls"};

        String basis = bench.shows("k8s_execute_command", command).basis();

        assertThat(bench.lookUp("k8s_execute_command", basis, command))
                .isEqualTo(new Found.Unclear("Pod " + pod + " in shop is running, the same as was"
                        + " shown. Whether the command ran in it cannot be read back."));
    }

    @Test
    void a_restart_is_known_by_the_time_that_was_shown() {
        String[] restart = web("action", "restart");
        String basis = bench.shows("k8s_rollout", restart).basis();
        assertThat(bench.lookUp("k8s_rollout", basis, restart)).isInstanceOf(Found.NotRun.class);
        bench.callShown("k8s_rollout", basis, restart);
        int done = bench.sandbox().tally().changed();

        try (Bench later = Bench.at(bench.server(), Bench.NOW.plusSeconds(90))) {
            assertThat(later.lookUp("k8s_rollout", basis, restart)).isInstanceOf(Found.Ran.class);
            assertThat(later.callShown("k8s_rollout", basis, restart))
                    .isEqualTo(
                            new ToolOutcome.Success("deployment.apps/web restarted (no change)"));
            assertThat(later.lookUp("k8s_rollout", "", restart)).isInstanceOf(Found.Unclear.class);
        }
        assertThat(bench.sandbox().tally().changed()).isEqualTo(done);
    }

    @Test
    void an_undo_is_never_undone_by_running_it_again() {
        bench.success(
                "k8s_patch_resource",
                web(
                        "patch",
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":"
                                + "[{\"name\":\"web\",\"image\":\"nginx:1.28\"}]}}}}"));
        String[] undo = web("action", "undo");
        String basis = bench.shows("k8s_rollout", undo).basis();
        bench.callShown("k8s_rollout", basis, undo);
        int done = bench.sandbox().tally().changed();

        assertThat(bench.lookUp("k8s_rollout", basis, undo)).isInstanceOf(Found.Ran.class);
        assertThat(bench.callShown("k8s_rollout", basis, undo))
                .isEqualTo(new ToolOutcome.Moved("What would be written is not what was shown."));
        assertThat(bench.sandbox().tally().changed()).isEqualTo(done);
    }

    private static String[] web(String... more) {
        String[] named = {"resource_type", "deploy", "resource_name", "web", "namespace", "shop"};
        return Stream.concat(Arrays.stream(named), Arrays.stream(more)).toArray(String[]::new);
    }
}
