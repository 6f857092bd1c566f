package dev.countersign.agent.tool.kubernetes;

import static dev.countersign.agent.tool.kubernetes.Bench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.channels.Card.Fact;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What an administrator does every day, shown first and then carried out, on the sandbox. */
class WriteToolsTest {
    private static final String WIDGETS = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: widgets, singular: widget, kind: Widget}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}}
                schema:
                  openAPIV3Schema:
                    type: object
                    x-kubernetes-preserve-unknown-fields: true
            ---
            apiVersion: example.com/v1
            kind: Widget
            metadata: {name: first, namespace: shop}
            spec: {size: 3}
            """;

    private final Bench bench = Bench.onSandbox();

    @AfterEach
    void stop() {
        bench.close();
    }

    private String yaml(String... named) {
        return bench.success("k8s_get_resource_yaml", named);
    }

    @Test
    void a_status_is_patched_and_nothing_else() {
        bench.success("k8s_apply_manifest", "manifest", WIDGETS);
        String[] patch = {
            "resource_type",
            "widget",
            "resource_name",
            "first",
            "namespace",
            "shop",
            "patch",
            "{\"status\":{\"ready\":true},\"spec\":{\"size\":9}}"
        };
        var shown = bench.shows("k8s_patch_status", patch);

        assertThat(shown.changes()).extracting(c -> c.path()).containsExactly("status.ready");
        assertThat(bench.done("k8s_patch_status", patch)).contains("status patched");
        assertThat(yaml(Arrays.copyOf(patch, 6))).contains("ready: true", "size: 3");
    }

    @Test
    void a_manifest_may_define_a_type_and_use_it() {
        var shown = bench.shows("k8s_apply_manifest", "manifest", WIDGETS);
        assertThat(shown.title())
                .isEqualTo("Apply 2 objects: CustomResourceDefinition widgets.example.com,"
                        + " Widget first");
        assertThat(shown.warnings().toString()).contains("could not be tried");

        assertThat(bench.done("k8s_apply_manifest", "manifest", WIDGETS))
                .contains("widget", "created");
        assertThat(bench.success(
                        "k8s_get_resources", "resource_type", "widgets", "namespace", "shop"))
                .contains("first");
        assertThat(bench.success("k8s_apply_manifest", "manifest", WIDGETS))
                .contains("widget.example.com/first unchanged");
    }

    @Test
    void three_hundred_documents_are_one_question_and_one_answer() {
        String manifest = IntStream.range(0, 300)
                .mapToObj(i -> "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m" + i
                        + "}\ndata: {k: \"" + i + "\"}\n")
                .collect(Collectors.joining("---\n"));

        var shown = bench.shows("k8s_apply_manifest", "manifest", manifest);

        assertThat(shown.title())
                .startsWith("Apply 300 objects: ConfigMap m0")
                .endsWith("295 more");
        assertThat(shown.facts()).contains(new Fact("More objects", "270"));
        var outcome = bench.callShown("k8s_apply_manifest", shown.basis(), "manifest", manifest);
        assertThat(outcome).isInstanceOf(ToolOutcome.Success.class);
        assertThat(((ToolOutcome.Success) outcome).text().lines()).hasSize(300);
        assertThat(bench.sandbox().tally().changed()).isEqualTo(300);
    }

    @Test
    void a_manifest_of_a_megabyte_is_shown_and_applied() {
        String manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: big}\ndata:\n"
                + IntStream.range(0, 10_000)
                        .mapToObj(i -> "  key-" + i + ": " + "x".repeat(90) + "\n")
                        .collect(Collectors.joining());
        assertThat(manifest.length()).isGreaterThan(1_000_000);

        var shown = bench.shows("k8s_apply_manifest", "manifest", manifest);

        assertThat(shown.changes().size()).isLessThan(100);
        assertThat(shown.diff().length()).isLessThan(300_000);
        assertThat(bench.done("k8s_apply_manifest", "manifest", manifest))
                .contains("configmap/big");
        assertThat(bench.fails("k8s_apply_manifest", "manifest", manifest + manifest.substring(60)))
                .isNotBlank();
    }

    @Test
    void a_call_may_wait_until_its_pods_are_ready() {
        String[] scale = {"name", "web", "namespace", "shop", "replicas", "5", "wait_seconds", "10"
        };
        assertThat(bench.shows("k8s_scale", scale).facts())
                .contains(new Fact("Waits", "until ready, at most 10 s"));
        assertThat(bench.done("k8s_scale", scale))
                .isEqualTo("deployment.apps/web scaled\n"
                        + "Deployment web in shop is rolled out: 5 of 5 pods are available.");
    }

    @Test
    void a_call_that_waits_says_how_far_it_is_whenever_that_changes() {
        String[] scale = {
            "name", "payments", "namespace", "shop", "replicas", "2", "wait_seconds", "1"
        };
        List<String> heard = new ArrayList<>();

        bench.tool("k8s_scale").call(Bench.invocation("", scale), heard::add);

        assertThat(heard)
                .containsExactly("Deployment payments in shop is not ready: 2 of 2 pods are"
                        + " updated, 0 are available.");
    }

    @Test
    void a_wait_for_pods_that_never_come_up_ends_and_says_so() {
        assertThat(bench.done(
                        "k8s_scale",
                        "name",
                        "payments",
                        "namespace",
                        "shop",
                        "replicas",
                        "2",
                        "wait_seconds",
                        "1"))
                .contains("scaled", "is not ready", "0 are available", "looked at for 1 s");
        assertThat(bench.failure(
                        "k8s_scale",
                        "name",
                        "web",
                        "namespace",
                        "shop",
                        "replicas",
                        "1",
                        "wait_seconds",
                        "99"))
                .contains("wait_seconds must be a whole number from 0 to 50");
    }

    @Test
    void a_delete_may_leave_behind_what_the_object_owns() {
        String[] orphan = web("propagation", "orphan", "grace", "0");
        var shown = bench.shows("k8s_delete_resource", orphan);

        assertThat(shown.facts())
                .contains(new Fact("Goes with it", "nothing"), new Fact("Grace period", "0 s"))
                .anyMatch(f -> f.label().equals("Stays without owner")
                        && f.value().contains("replicasets/web"));
        assertThat(bench.done("k8s_delete_resource", orphan)).contains("deleted");
        assertThat(bench.success("k8s_get_resources", "resource_type", "rs", "namespace", "shop"))
                .contains("web-");
        assertThat(bench.failure("k8s_delete_resource", web("propagation", "sideways")))
                .contains("must be one of background, foreground, orphan");
        assertThat(bench.failure("k8s_delete_resource", web("grace", "soon")))
                .contains("grace must be a whole number");
    }
}
