package dev.countersign.agent.tool.kubernetes;

import static dev.countersign.agent.tool.kubernetes.ScriptedApi.says;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading reads like kubectl. */
class ReadToolsTest {
    private static final String WORLD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: web-1
              labels: {app: web}
              creationTimestamp: 2026-11-21T09:00:00Z
              ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web, uid: u-rs}]
            spec:
              nodeName: node-a
              containers:
              - {name: web, image: "web:1.2", ports: [{containerPort: 80}]}
            status:
              phase: Running
              podIP: 10.0.0.7
              conditions: [{type: Ready, status: "False", reason: Crashing}]
              containerStatuses:
              - name: web
                ready: false
                restartCount: 4
                state: {waiting: {reason: CrashLoopBackOff}}
            ---
            apiVersion: v1
            kind: Event
            metadata: {name: e2}
            involvedObject: {kind: Pod, name: web-1}
            type: Warning
            reason: BackOff
            message: restarting failed container
            count: 7
            lastTimestamp: 2026-11-21T11:59:00Z
            ---
            apiVersion: v1
            kind: Event
            metadata: {name: e1}
            involvedObject: {kind: Pod, name: web-1}
            type: Normal
            reason: Pulled
            message: image is there
            lastTimestamp: 2026-11-21T11:00:00Z
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, generation: 2}
            spec:
              replicas: 3
              selector: {matchLabels: {app: web}}
              template:
                spec:
                  containers: [{name: web, image: "web:1.2"}]
            status: {readyReplicas: 1, updatedReplicas: 3, availableReplicas: 1,
              observedGeneration: 2}
            """;

    private final ScriptedApi api = new ScriptedApi();
    private final Bench bench = Bench.at(api.address());

    @BeforeEach
    void a_world() {
        assertThat(bench.success("k8s_apply_manifest", "manifest", WORLD)).isEqualTo("""
                pod/web-1 created
                event/e2 created
                event/e1 created
                deployment.apps/web created""");
    }

    @AfterEach
    void stop() {
        bench.close();
        api.close();
    }

    @Test
    void pods_are_a_table_as_kubectl_prints_it() {
        for (String written : new String[] {"pods", "pod", "po", "Pod", "PODS"}) {
            assertThat(bench.success("k8s_get_resources", "resource_type", written))
                    .isEqualTo("""
                    NAME    READY   STATUS             RESTARTS   AGE   IP         NODE
                    web-1   0/1     CrashLoopBackOff   4          3h    10.0.0.7   node-a
                    """);
        }
    }

    @Test
    void a_type_may_be_written_with_its_group() {
        for (String written : new String[] {"deploy", "deployments.apps", "Deployment"}) {
            assertThat(bench.success("k8s_get_resources", "resource_type", written))
                    .contains("NAME", "READY", "IMAGES", "1/3", "web:1.2");
        }
    }

    @Test
    void the_table_of_the_api_server_is_taken_where_it_makes_one() {
        api.on("GET /api/v1/pods", says(200, """
                {"kind":"Table","columnDefinitions":[{"name":"Name"},{"name":"Ready"}],
                 "rows":[{"cells":["p","1/1"],"object":{"metadata":{"namespace":"shop"}}}]}"""));

        assertThat(bench.success(
                        "k8s_get_resources", "resource_type", "po", "all_namespaces", "true"))
                .isEqualTo("""
                        NAMESPACE   NAME   READY
                        shop        p      1/1
                        """);
    }

    @Test
    void an_empty_list_says_so() {
        assertThat(bench.success("k8s_get_resources", "resource_type", "secrets"))
                .isEqualTo("No resources found in default namespace.\n");
    }

    @Test
    void a_description_has_owner_conditions_and_events() {
        assertThat(bench.success(
                        "k8s_describe_resource", "resource_type", "pod", "resource_name", "web-1"))
                .contains("Name:              web-1", "Controlled By:     ReplicaSet/web")
                .contains("waiting (reason CrashLoopBackOff)", "Restart Count:     4")
                .contains("Crashing", "BackOff", "restarting failed container");
        assertThat(bench.success(
                        "k8s_describe_resource", "resource_type", "deploy", "resource_name", "web"))
                .contains("3 desired | 3 updated", "web:1.2");
    }

    @Test
    void events_are_sorted_the_newest_last() {
        assertThat(bench.success("k8s_get_events", "namespace", "default")
                        .lines()
                        .toList())
                .satisfiesExactly(
                        header -> assertThat(header).startsWith("LAST SEEN"),
                        old -> assertThat(old).startsWith("60m").contains("Pulled"),
                        recent -> assertThat(recent).startsWith("60s").contains("BackOff"));
    }

    @Test
    void logs_hide_secrets_and_a_wrong_pod_gets_the_near_ones() {
        api.on(
                "GET /api/v1/namespaces/default/pods/web-1/log",
                says(200, "started\npassword=hunter2 user=ana\n"));

        assertThat(bench.success("k8s_get_pod_logs", "pod_name", "web-1"))
                .isEqualTo("started\npassword=*** user=ana\n");
        assertThat(bench.failure("k8s_get_pod_logs", "pod_name", "web")).contains("web-1");
    }

    @Test
    void a_rollout_that_is_not_ready_says_how_far_it_is() {
        assertThat(bench.success(
                        "k8s_rollout",
                        "action",
                        "status",
                        "resource_type",
                        "deploy",
                        "resource_name",
                        "web"))
                .isEqualTo("Deployment web in default is not ready: 3 of 3 pods are updated,"
                        + " 1 are available.");
    }

    @Test
    void a_scale_shows_from_where_to_where_and_how_to_go_back() {
        var shown = bench.shows("k8s_scale", "name", "web", "replicas", "5");

        assertThat(shown.title()).isEqualTo("Scale Deployment web to 5");
        assertThat(shown.changes().toString()).contains("spec.replicas", "[3]", "[5]");
        assertThat(shown.facts().toString()).contains("Scale it back to 3.");
        assertThat(shown.warnings())
                .contains("Container web of Deployment web in default has no resource limits.");
        assertThat(bench.success("k8s_scale", "name", "web", "replicas", "5"))
                .isEqualTo("deployment.apps/web scaled");
    }

    @Test
    void labels_may_have_blanks_in_quotes_and_are_removed_by_key() {
        String[] pod = {"resource_type", "pod", "resource_name", "web-1"};
        bench.success(
                "k8s_annotate_resource",
                pod[0],
                pod[1],
                pod[2],
                pod[3],
                "annotations",
                "note=\"two words\" by=ana");
        assertThat(bench.success("k8s_get_resource_yaml", pod)).contains("note: two words");

        bench.success(
                "k8s_remove_annotation", pod[0], pod[1], pod[2], pod[3], "annotation_key", "note");
        assertThat(bench.success("k8s_get_resource_yaml", pod))
                .doesNotContain("two words")
                .contains("by: ana");
    }

    @Test
    void requests_are_made_as_the_requester_where_that_is_asked_for() {
        try (Bench theirs = Bench.asRequester(api.address())) {
            assertThat(theirs.success("k8s_get_resources", "resource_type", "pods"))
                    .contains("web-1");
        }
        assertThat(api.impersonated).containsOnly("ana@example.com [oncall]");
    }

    @Test
    void broken_manifests_say_where_they_are_broken() {
        assertThat(bench.failure("k8s_apply_manifest", "manifest", "a: b\n  c: d"))
                .contains("line 2");
        assertThat(bench.failure("k8s_apply_manifest", "manifest", "kind: Pod"))
                .contains("Document 1 has no apiVersion");
        assertThat(bench.failure("k8s_apply_manifest", "manifest", "&a [*a]"))
                .contains("cannot be read");
        assertThat(bench.failure(
                        "k8s_apply_manifest",
                        "manifest",
                        "apiVersion: v9\nkind: Pood\nmetadata: {name: x}"))
                .contains("no resource type \"Pood of v9\"", "pods");
    }
}
