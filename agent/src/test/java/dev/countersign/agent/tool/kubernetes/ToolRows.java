package dev.countersign.agent.tool.kubernetes;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How each tool is called when all is well, with something wrong in it, and with a lot in it. */
public final class ToolRows {
    private static final String MAP =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME, namespace: shop}\n"
                    + "data: {k: v}\n";
    private static final String MANY = IntStream.range(0, 2)
            .mapToObj(i -> MAP.replace("NAME", "many-" + i))
            .collect(Collectors.joining("---\n"));
    private static final String[] CONFIG = {
        "resource_type", "configmap", "resource_name", "web-config", "namespace", "shop"
    };
    private static final String[] WEB = {
        "resource_type", "deploy", "resource_name", "web", "namespace", "shop"
    };

    private final String pod;
    private final String page;

    public ToolRows(String pod, String page) {
        this.pod = pod;
        this.page = page;
    }

    /** {@code says} is in the answer to the call that is wrong. */
    public record Row(String tool, String[] good, String[] wrong, String says, String[] large) {
        Row large(String... arguments) {
            return new Row(tool, good, wrong, says, arguments);
        }

        /** Whether a cluster is asked at all. */
        boolean touchesTheCluster() {
            return !tool.equals("k8s_generate_resource");
        }

        @Override
        public String toString() {
            return tool;
        }
    }

    private static Row row(String tool, String[] good, String[] wrong, String says) {
        return new Row(tool, good, wrong, says, good);
    }

    private static String[] of(String... arguments) {
        return arguments;
    }

    private static String[] with(String[] some, String... more) {
        return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    public Map<String, Row> byTool() {
        return Stream.of(reads(), manifests(), objects(), workloads())
                .flatMap(List::stream)
                .collect(Collectors.toMap(Row::tool, Function.identity()));
    }

    private List<Row> reads() {
        String required = "resource_name parameter is required";
        return List.of(
                row("k8s_get_resources", CONFIG, of("resource_type", "deploymnts"), "deployments"),
                row("k8s_get_resource_yaml", CONFIG, of("resource_type", "pod"), required),
                row(
                        "k8s_describe_resource",
                        CONFIG,
                        with(CONFIG, "namespace", "../x"),
                        "is not a name"),
                row(
                        "k8s_get_events",
                        of("namespace", "shop"),
                        of("namespace", "a/b"),
                        "not a name"),
                row("k8s_get_available_api_resources", of(), of("x", "y"), "has no parameter x"),
                row("k8s_get_cluster_configuration", of(), of("x", "y"), "has no parameter x"),
                row(
                        "k8s_get_pod_logs",
                        of("pod_name", pod, "namespace", "shop"),
                        of("pod_name", pod, "tail_lines", "many"),
                        "must be a whole number"),
                row(
                                "k8s_generate_resource",
                                of("resource_description", "x", "resource_type", "argo_rollout"),
                                of("resource_description", "x", "resource_type", "poem"),
                                "must be one of")
                        .large("resource_description", "endless", "resource_type", "argo_rollout"));
    }

    private List<Row> manifests() {
        return List.of(
                row(
                                "k8s_apply_manifest",
                                of("manifest", MAP.replace("NAME", "applied")),
                                of("manifest", "kind: [\n"),
                                "cannot be read in line")
                        .large("manifest", MANY),
                row(
                                "k8s_create_resource",
                                of("yaml_content", MAP.replace("NAME", "created")),
                                of("yaml_content", "metadata: {name: x}"),
                                "has no apiVersion. Add it and call again.")
                        .large("yaml_content", MANY),
                row(
                        "k8s_create_resource_from_url",
                        of("url", page),
                        of("url", "ftp://example.com/x"),
                        "must be an http or https address"));
    }

    private List<Row> objects() {
        return List.of(
                row(
                        "k8s_patch_resource",
                        with(CONFIG, "patch", "{\"data\":{\"k\":\"new\"}}"),
                        with(CONFIG, "patch", "{"),
                        "neither JSON nor YAML"),
                row(
                        "k8s_label_resource",
                        with(CONFIG, "labels", "a=b"),
                        with(CONFIG, "labels", "novalue"),
                        "is not key=value"),
                row(
                        "k8s_annotate_resource",
                        with(CONFIG, "annotations", "a=b"),
                        with(CONFIG, "annotations", "novalue"),
                        "is not key=value"),
                row(
                        "k8s_remove_label",
                        with(CONFIG, "label_key", "a"),
                        CONFIG,
                        "label_key parameter is required"),
                row(
                        "k8s_remove_annotation",
                        with(CONFIG, "annotation_key", "a"),
                        CONFIG,
                        "annotation_key parameter is required"),
                row(
                        "k8s_delete_resource",
                        with(CONFIG, "resource_name", "doomed"),
                        with(CONFIG, "propagation", "sideways"),
                        "must be one of background, foreground, orphan"));
    }

    private List<Row> workloads() {
        String[] scale = {"name", "web", "namespace", "shop", "replicas", "2"};
        String[] command = {"pod_name", pod, "namespace", "shop", "command", "echo hello"};
        return List.of(
                row("k8s_scale", scale, with(scale, "replicas", "-1"), "must be a whole number"),
                row(
                        "k8s_patch_status",
                        with(
                                WEB,
                                "resource_type",
                                "service",
                                "patch",
                                "{\"loadBalancer\":{\"ingress\":[{\"ip\":\"10.0.0.9\"}]}}"),
                        with(WEB, "patch", "[]"),
                        "must be a JSON object"),
                row(
                        "k8s_rollout",
                        with(WEB, "action", "restart"),
                        with(WEB, "action", "explode"),
                        "must be one of history, pause, restart, resume, status, undo"),
                row(
                        "k8s_check_service_connectivity",
                        of("service_name", "web", "namespace", "shop"),
                        of("namespace", "shop"),
                        "service_name parameter is required"),
                row(
                                "k8s_execute_command",
                                command,
                                with(command, "command", "echo \"open"),
                                "is not closed")
                        .large(with(command, "command", "yes")));
    }
}
