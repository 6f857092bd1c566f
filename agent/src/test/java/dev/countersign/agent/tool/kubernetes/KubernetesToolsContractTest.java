package dev.countersign.agent.tool.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolContract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

class KubernetesToolsContractTest extends ToolContract {
    private static final String NAMED =
            "{\"resource_type\":\"configmap\",\"resource_name\":\"a\",\"namespace\":\"default\"";
    private static final String YAML =
            "\"apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a}\\ndata: {k: v}\\n\"}";
    private static final Map<String, String> SAMPLES = Map.ofEntries(
            Map.entry(
                    "k8s_generate_resource",
                    "{\"resource_description\":\"x\",\"resource_type\":\"argo_rollout\"}"),
            Map.entry(
                    "k8s_create_resource_from_url",
                    "{\"url\":\"http://127.0.0.1/x\",\"namespace\":\"default\"}"),
            Map.entry(
                    "k8s_get_resources",
                    "{\"resource_type\":\"pods\",\"output\":\"wide\","
                            + "\"all_namespaces\":\"false\",\"namespace\":\"default\"}"),
            Map.entry("k8s_get_pod_logs", "{\"pod_name\":\"a\",\"tail_lines\":\"5\"}"),
            Map.entry("k8s_get_events", "{\"namespace\":\"default\"}"),
            Map.entry("k8s_get_available_api_resources", "{}"),
            Map.entry("k8s_get_cluster_configuration", "{}"),
            Map.entry("k8s_get_resource_yaml", NAMED + "}"),
            Map.entry("k8s_describe_resource", NAMED + "}"),
            Map.entry("k8s_scale", "{\"name\":\"web\",\"replicas\":3}"),
            Map.entry("k8s_patch_resource", NAMED + ",\"patch\":\"{}\",\"patch_type\":\"merge\"}"),
            Map.entry("k8s_patch_status", NAMED + ",\"patch\":\"{}\"}"),
            Map.entry("k8s_apply_manifest", "{\"manifest\":" + YAML),
            Map.entry("k8s_delete_resource", NAMED + "}"),
            Map.entry("k8s_create_resource", "{\"yaml_content\":" + YAML),
            Map.entry(
                    "k8s_rollout",
                    "{\"action\":\"restart\",\"resource_type\":\"deploy\","
                            + "\"resource_name\":\"web\"}"),
            Map.entry("k8s_label_resource", NAMED + ",\"labels\":\"a=b\"}"),
            Map.entry("k8s_annotate_resource", NAMED + ",\"annotations\":\"a=b\"}"),
            Map.entry("k8s_remove_label", NAMED + ",\"label_key\":\"a\"}"),
            Map.entry(
                    "k8s_execute_command",
                    "{\"pod_name\":\"a\",\"namespace\":\"default\",\"command\":\"ls\"}"),
            Map.entry(
                    "k8s_check_service_connectivity",
                    "{\"service_name\":\"a\",\"namespace\":\"default\"}"),
            Map.entry("k8s_remove_annotation", NAMED + ",\"annotation_key\":\"a\"}"));

    private final ScriptedApi api = new ScriptedApi();
    private final ClusterAccess cluster = ClusterAccess.sandbox(
            api.address(), new ClusterAccess.Times(Duration.ofSeconds(2), Duration.ofSeconds(5)));
    private final List<Tool> tools = KubernetesTools.all(cluster, InstantSource.system());

    @AfterEach
    void stop() {
        cluster.close();
        api.close();
    }

    @Override
    protected Collection<Sample> samples() {
        return tools.stream()
                .map(tool -> new Sample(tool, SAMPLES.get(tool.spec().name())))
                .toList();
    }

    @Test
    void every_tool_has_the_class_that_the_reference_gives_it() {
        Map<ToolClass, List<String>> byClass = tools.stream()
                .collect(Collectors.groupingBy(
                        tool -> tool.spec().toolClass(),
                        Collectors.mapping(tool -> tool.spec().name(), Collectors.toList())));

        assertThat(byClass.get(ToolClass.READ)).contains("k8s_get_resources", "k8s_get_events");
        assertThat(byClass.get(ToolClass.DESTRUCTIVE))
                .containsExactlyInAnyOrder("k8s_delete_resource", "k8s_execute_command");
        assertThat(byClass.get(ToolClass.WRITE)).contains("k8s_apply_manifest", "k8s_scale");
        assertThat(byClass).doesNotContainKey(ToolClass.UNKNOWN);
        assertThat(tools).hasSize(22);
        assertThat(SAMPLES).hasSameSizeAs(tools);
    }

    @Test
    void only_what_changes_nothing_more_may_be_repeated() {
        Map<Repeat, List<String>> byRepeat = tools.stream()
                .collect(Collectors.groupingBy(
                        tool -> tool.spec().repeat(),
                        Collectors.mapping(tool -> tool.spec().name(), Collectors.toList())));

        assertThat(byRepeat.get(Repeat.SAFE)).contains("k8s_apply_manifest", "k8s_scale");
        assertThat(byRepeat.get(Repeat.LOOK_UP))
                .containsExactlyInAnyOrder(
                        "k8s_delete_resource",
                        "k8s_create_resource",
                        "k8s_patch_resource",
                        "k8s_rollout",
                        "k8s_create_resource_from_url");
        assertThat(byRepeat.get(Repeat.NEVER)).containsExactly("k8s_execute_command");
    }
}
