package dev.countersign.agent.tool.kubernetes;

import static dev.countersign.agent.tool.kubernetes.Bench.with;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.tool.ToolOutcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tools on the sandbox cluster, as an agent of the founding tutorial uses them. */
class SandboxToolsTest {
    private static final String[] MAP = {
        "manifest",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: test-config, namespace: default}\n"
                + "data: {message: hello from kagent}\n"
    };
    private static final String WEB = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: new-shop}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: front, namespace: new-shop}
            spec:
              replicas: 2
              selector: {matchLabels: {app: front}}
              template:
                metadata: {labels: {app: front}}
                spec:
                  containers: [{name: front, image: "front:1"}]
            """;
    private static final String[] FRONT = {
        "resource_type", "deploy", "resource_name", "front", "namespace", "new-shop"
    };

    private final Bench bench = Bench.onSandbox();

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void the_tutorial_reads_creates_and_deletes() {
        assertThat(bench.success(
                        "k8s_get_resources", "resource_type", "pods", "all_namespaces", "true"))
                .contains("NAMESPACE", "NAME", "READY", "STATUS");
        var shown = bench.shows("k8s_apply_manifest", MAP);
        assertThat(shown.title()).isEqualTo("Apply ConfigMap test-config (new)");
        assertThat(bench.callShown("k8s_apply_manifest", shown.basis(), MAP))
                .isEqualTo(new ToolOutcome.Success("configmap/test-config created"));
        assertThat(bench.success("k8s_apply_manifest", MAP))
                .isEqualTo("configmap/test-config unchanged");

        String[] named = {"resource_type", "configmap", "resource_name", "test-config"};
        var gone = bench.shows("k8s_delete_resource", named);
        assertThat(bench.success("k8s_describe_resource", named)).contains("hello from kagent");
        assertThat(bench.callShown("k8s_delete_resource", gone.basis(), named))
                .isEqualTo(new ToolOutcome.Success("configmap/test-config deleted"));
        assertThat(bench.failure("k8s_delete_resource", named)).contains("not found");
    }

    @Test
    void a_manifest_may_bring_the_namespace_that_it_needs() {
        var shown = bench.shows("k8s_apply_manifest", "manifest", WEB);

        assertThat(shown.title())
                .isEqualTo("Apply 2 objects: Namespace new-shop, Deployment front");
        assertThat(bench.callShown("k8s_apply_manifest", shown.basis(), "manifest", WEB))
                .isEqualTo(new ToolOutcome.Success(
                        "namespace/new-shop created\ndeployment.apps/front created"));
        assertThat(bench.fails(
                        "k8s_apply_manifest", "manifest", MAP[1].replace(": default", ": nowhere")))
                .contains("nowhere", "not found");
    }

    @Test
    void every_kind_of_patch_is_shown_and_carried_out() {
        bench.success("k8s_apply_manifest", "manifest", WEB);
        String strategic = "{\"spec\":{\"template\":{\"spec\":{\"containers\":"
                + "[{\"name\":\"front\",\"image\":\"front:2\"}]}}}}";
        String json = "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":3}]";
        for (String[] patch : new String[][] {
            {"strategic", strategic, "spec.template.spec.containers[front].image"},
            {"merge", "{\"metadata\":{\"labels\":{\"tier\":\"web\"}}}", "metadata.labels.tier"},
            {"json", json, "spec.replicas"}
        }) {
            String[] call = with(FRONT, "patch_type", patch[0], "patch", patch[1]);
            var shown = bench.shows("k8s_patch_resource", call);
            assertThat(shown.changes()).extracting(c -> c.path()).contains(patch[2]);
            assertThat(bench.callShown("k8s_patch_resource", shown.basis(), call))
                    .isEqualTo(new ToolOutcome.Success("deployment.apps/front patched"));
            assertThat(bench.shows("k8s_patch_resource", call).changes()).isEmpty();
        }
    }

    @Test
    void a_delete_names_what_goes_with_it() {
        bench.success("k8s_apply_manifest", "manifest", WEB);

        assertThat(bench.shows("k8s_delete_resource", FRONT).facts().toString())
                .contains("replicasets/front", "pods/front");
        assertThat(bench.shows(
                                "k8s_delete_resource",
                                "resource_type",
                                "ns",
                                "resource_name",
                                "new-shop")
                        .warnings())
                .contains("Everything in namespace new-shop is deleted with it.");
    }

    @Test
    void a_delete_says_what_finalizers_hold_back() {
        bench.success(
                "k8s_apply_manifest",
                "manifest",
                MAP[1].replace("default}", "default, finalizers: [example.com/hold]}"));
        String[] map = {"resource_type", "cm", "resource_name", "test-config"};
        var shown = bench.shows("k8s_delete_resource", map);
        assertThat(shown.warnings().toString())
                .contains("finalizers (example.com/hold)", "it stays");
        assertThat(bench.callShown("k8s_delete_resource", shown.basis(), map))
                .isEqualTo(new ToolOutcome.Success("configmap/test-config marked for deletion; it"
                        + " stays until its finalizers are done: example.com/hold"));
    }

    @Test
    void a_definition_is_deleted_with_all_objects_of_its_type() {
        bench.success("k8s_apply_manifest", "manifest", """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: widgets.example.com}
                spec:
                  group: example.com
                  names: {kind: Widget, plural: widgets, singular: widget}
                  scope: Namespaced
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object}}
                ---
                apiVersion: example.com/v1
                kind: Widget
                metadata: {name: w1, namespace: default}
                """);
        assertThat(bench.shows(
                                "k8s_delete_resource",
                                "resource_type",
                                "crd",
                                "resource_name",
                                "widgets.example.com")
                        .facts()
                        .toString())
                .contains("1 widgets");
    }

    @Test
    void a_list_of_one_kind_is_opened_and_a_generated_name_is_refused() {
        assertThat(bench.success("k8s_apply_manifest", "manifest", """
                apiVersion: v1
                kind: ConfigMapList
                items:
                - metadata: {name: one, namespace: default}
                - metadata: {name: two, namespace: default}
                """))
                .contains("configmap/one created", "configmap/two created");
        assertThat(bench.fails(
                        "k8s_create_resource",
                        "yaml_content",
                        MAP[1].replace("name: test-config", "generateName: test-")))
                .contains("generateName", "choose one");
    }

    @Test
    void what_we_scaled_ourselves_we_may_apply_again() {
        bench.success("k8s_apply_manifest", "manifest", WEB);
        String[] scale = {"name", "front", "namespace", "new-shop", "replicas", "4"};
        var shown = bench.shows("k8s_scale", scale);
        assertThat(shown.title()).isEqualTo("Scale Deployment front to 4");
        assertThat(bench.callShown("k8s_scale", shown.basis(), scale))
                .isEqualTo(new ToolOutcome.Success("deployment.apps/front scaled"));
        assertThat(bench.success("k8s_get_resources", FRONT)).contains("4/4");

        assertThat(bench.shows("k8s_apply_manifest", "manifest", WEB).diff())
                .contains("-  replicas: 4", "+  replicas: 2");
        assertThat(bench.success("k8s_apply_manifest", "manifest", WEB)).contains("configured");
    }

    @Test
    void whoever_may_not_is_told_before_anybody_is_asked() {
        bench.sandbox().deny("ana@example.com", "delete", "deployments");
        bench.success("k8s_apply_manifest", "manifest", WEB);
        try (Bench ana = Bench.asRequester(bench.server())) {
            assertThat(ana.fails("k8s_delete_resource", FRONT))
                    .contains("forbidden", "ana@example.com", "Do not try it again");
        }
        assertThat(bench.success("k8s_get_resources", FRONT)).contains("front");
    }

    @Test
    void an_invalid_manifest_comes_back_with_its_field() {
        assertThat(bench.fails(
                        "k8s_apply_manifest",
                        "manifest",
                        WEB.substring(WEB.indexOf("---") + 4)
                                .replace("new-shop", "default")
                                .replace("labels: {app: front}", "labels: {app: other}")))
                .contains("Correct the named fields");
    }

    @Test
    void a_rollout_is_restarted_and_its_history_read() {
        bench.success("k8s_apply_manifest", "manifest", WEB);
        String[] restart = with(FRONT, "action", "restart");
        var shown = bench.shows("k8s_rollout", restart);

        assertThat(shown.title()).isEqualTo("Restart Deployment front");
        assertThat(bench.callShown("k8s_rollout", shown.basis(), restart))
                .isEqualTo(new ToolOutcome.Success("deployment.apps/front restarted"));
        assertThat(bench.success("k8s_rollout", with(FRONT, "action", "history")))
                .isNotBlank();
    }
}
