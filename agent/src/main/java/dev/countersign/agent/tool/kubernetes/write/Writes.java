package dev.countersign.agent.tool.kubernetes.write;

import static dev.countersign.agent.tool.kubernetes.frame.Argument.NAMESPACE;
import static dev.countersign.agent.tool.kubernetes.frame.Argument.RESOURCE_NAME;
import static dev.countersign.agent.tool.kubernetes.frame.Argument.RESOURCE_TYPE;

import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.Targeting.Target;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.kubernetes.api.Cluster;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;
import dev.countersign.agent.tool.kubernetes.change.Verb;
import dev.countersign.agent.tool.kubernetes.change.WriteTool;
import dev.countersign.agent.tool.kubernetes.frame.Args;
import dev.countersign.agent.tool.kubernetes.frame.Argument;
import dev.countersign.agent.tool.kubernetes.frame.Spec;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The tools that change objects. */
public final class Writes {
    private static final Spec APPLY = Spec.writes(
            "k8s_apply_manifest",
            Repeat.SAFE,
            "Applies a manifest of one or more YAML documents, as kubectl apply --server-side"
                    + " does. A namespace is created only if the manifest lists it.",
            Argument.required("manifest", "The YAML; documents are separated by ---."),
            Waits.ARGUMENT);
    private static final Spec CREATE = Spec.writes(
            "k8s_create_resource",
            Repeat.LOOK_UP,
            "Creates resources from YAML; fails where one exists already.",
            Argument.required("yaml_content", "The YAML; documents are separated by ---."));
    private static final Spec DELETE = Spec.destroys(
            "k8s_delete_resource",
            Repeat.LOOK_UP,
            "Deletes one resource and, unless told otherwise, what it owns.",
            RESOURCE_TYPE,
            RESOURCE_NAME,
            NAMESPACE,
            Argument.oneOf(
                    "propagation",
                    "background",
                    List.of("background", "foreground", "orphan"),
                    "What becomes of what it owns; orphan leaves it behind."),
            Argument.optional(
                    "grace", "", "Seconds that pods get to stop; their own if left out."));
    private static final Spec PATCH = Spec.writes(
            "k8s_patch_resource",
            Repeat.LOOK_UP,
            "Changes some fields of one resource.",
            RESOURCE_TYPE,
            RESOURCE_NAME,
            Argument.required("patch", "The patch as JSON."),
            Argument.oneOf(
                    "patch_type",
                    "strategic",
                    List.of("strategic", "merge", "json"),
                    "Kind of patch; custom resources need merge or json."),
            NAMESPACE,
            Waits.ARGUMENT);
    private static final Spec PATCH_STATUS = Spec.writes(
            "k8s_patch_status",
            Repeat.SAFE,
            "Changes fields of the status of one resource by a merge patch.",
            RESOURCE_TYPE,
            RESOURCE_NAME,
            Argument.required("patch", "The patch as JSON."),
            NAMESPACE);
    private static final Spec SCALE = Spec.writes(
            "k8s_scale",
            Repeat.SAFE,
            "Sets how many pods a Deployment runs.",
            Argument.required("name", "Name of the Deployment."),
            NAMESPACE,
            Argument.number("replicas", "", "How many pods."),
            Waits.ARGUMENT);

    private Writes() {}

    /** {@code allowed} are the addresses that manifests may be fetched from. */
    public static List<Tool> all(
            Cluster cluster, InstantSource clock, Predicate<InetAddress> allowed) {
        List<Tool> tools = new ArrayList<>(fields(cluster));
        tools.add(new RolloutTool(cluster, clock));
        tools.addAll(Labels.all(cluster));
        tools.add(FromUrl.tool(cluster, new WebFetch(allowed)));
        return tools;
    }

    private static List<Tool> fields(Cluster cluster) {
        return List.of(
                new WriteTool(SCALE, cluster, Patches::scale),
                new WriteTool(PATCH, cluster, Patches::patch),
                new WriteTool(PATCH_STATUS, cluster, Patches::status),
                new WriteTool(
                        APPLY,
                        cluster,
                        (args, api) -> manifest(args, "manifest")
                                .plan("Apply", Verb.APPLY, "configured", api)
                                .waiting(Waits.of(args)),
                        (spec, at, json) -> targets(spec, at, json, "manifest")),
                new WriteTool(DELETE, cluster, Patches::delete),
                new WriteTool(
                        CREATE,
                        cluster,
                        (args, api) -> manifest(args, "yaml_content")
                                .plan("Create", Verb.CREATE, "created", api),
                        (spec, at, json) -> targets(spec, at, json, "yaml_content")));
    }

    private static Manifest manifest(Args args, String argument) {
        return Manifest.read(args.text(argument), "default");
    }

    private static List<Target> targets(Spec spec, Cluster cluster, String json, String argument) {
        try {
            return manifest(Args.of(spec, json), argument).targets(cluster);
        } catch (ToolFailed unreadable) {
            return List.of();
        }
    }
}
