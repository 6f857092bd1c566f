package dev.countersign.agent.tool.kubernetes.read;

import static dev.countersign.agent.tool.kubernetes.frame.Argument.OPEN_NAMESPACE;
import static dev.countersign.agent.tool.kubernetes.frame.Argument.RESOURCE_NAME;
import static dev.countersign.agent.tool.kubernetes.frame.Argument.RESOURCE_TYPE;

import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.Cluster;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.api.ResourceType;
import dev.countersign.agent.tool.kubernetes.api.Yaml;
import dev.countersign.agent.tool.kubernetes.frame.Args;
import dev.countersign.agent.tool.kubernetes.frame.Argument;
import dev.countersign.agent.tool.kubernetes.frame.Author;
import dev.countersign.agent.tool.kubernetes.frame.ReadTool;
import dev.countersign.agent.tool.kubernetes.frame.ReadTool.Reading;
import dev.countersign.agent.tool.kubernetes.frame.Spec;
import dev.countersign.agent.tool.kubernetes.show.Clean;
import dev.countersign.agent.tool.kubernetes.show.Masked;

import java.time.InstantSource;
import java.util.List;

/** The tools that look and change nothing. */
public final class Reads {
    private static final Spec GET = Spec.reads(
            "k8s_get_resources",
            "Lists resources of a type, or gets one of them, as kubectl get does.",
            RESOURCE_TYPE,
            Argument.optional("resource_name", "", "Name of one resource; all where left out."),
            OPEN_NAMESPACE,
            Argument.optional(
                    "all_namespaces", "", "\"true\" for the resources of all namespaces."),
            Argument.oneOf(
                    "output", "wide", List.of("json", "yaml", "wide"), "Form of the result."));
    private static final Spec LOGS = Spec.reads(
            "k8s_get_pod_logs",
            "Reads the last lines a pod's container wrote.",
            Argument.required("pod_name", "Name of the pod."),
            Argument.NAMESPACE,
            Argument.optional("container", "", "Name of the container, where the pod has several."),
            Argument.number("tail_lines", "50", "How many of the last lines are read."),
            Argument.optional("previous", "", "\"true\" for the container that ran before."));
    private static final Spec EVENTS = Spec.reads(
            "k8s_get_events",
            "Lists events, the newest last.",
            Argument.optional("namespace", "", "Namespace; all namespaces where left out."));
    private static final Spec YAML = Spec.reads(
            "k8s_get_resource_yaml",
            "Gets one resource as YAML.",
            RESOURCE_TYPE,
            RESOURCE_NAME,
            OPEN_NAMESPACE);
    private static final Spec DESCRIBE = Spec.reads(
            "k8s_describe_resource",
            "Describes one resource with its conditions, owner and events.",
            RESOURCE_TYPE,
            RESOURCE_NAME,
            OPEN_NAMESPACE);
    private static final Spec TYPES = Spec.reads(
            "k8s_get_available_api_resources", "Lists the resource types the cluster serves.");
    private static final Spec CONFIGURATION = Spec.reads(
            "k8s_get_cluster_configuration",
            "Tells which cluster, context and API server the tools work on. Holds no secrets.");

    private Reads() {}

    public static List<Tool> all(Cluster cluster, InstantSource clock, Author author) {
        return List.of(
                tool(GET, cluster, new GetResources(clock)),
                tool(LOGS, cluster, new PodLogs()),
                tool(EVENTS, cluster, new Events(clock)),
                tool(TYPES, cluster, (args, api) -> ApiResources.table(api)),
                tool(CONFIGURATION, cluster, new ClusterConfiguration(cluster)),
                tool(YAML, cluster, Reads::yaml),
                tool(DESCRIBE, cluster, new Describe(clock)),
                new GenerateTool(cluster, author));
    }

    private static Tool tool(Spec spec, Cluster cluster, Reading reading) {
        return new ReadTool(spec, cluster, reading);
    }

    private static String yaml(Args args, Api api) {
        return Yaml.write(Masked.object(Clean.read(api.get(named(args, api)))));
    }

    /** The object that type, name and namespace name. */
    static ObjectRef named(Args args, Api api) {
        ResourceType type = api.types().find(args.text("resource_type"));
        return new ObjectRef(type, namespace(args), args.name("resource_name"));
    }

    static String namespace(Args args) {
        String namespace = args.name("namespace");
        return namespace.isEmpty() ? "default" : namespace;
    }
}
