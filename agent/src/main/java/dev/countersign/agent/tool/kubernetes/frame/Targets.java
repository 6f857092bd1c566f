package dev.countersign.agent.tool.kubernetes.frame;

import dev.countersign.agent.tool.Targeting.Target;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure;
import dev.countersign.agent.tool.kubernetes.api.Cluster;
import dev.countersign.agent.tool.kubernetes.api.ResourceType;
import dev.countersign.agent.tool.kubernetes.api.ResourceTypes.NoSuchType;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;

import java.util.List;
import java.util.Optional;

/** What a call would touch, told from its arguments for the policy. */
public final class Targets {
    private Targets() {}

    /** From the arguments that name type, name and namespace. */
    public static List<Target> ofArguments(Spec spec, Cluster cluster, String json) {
        try {
            Args args = Args.of(spec, json);
            String written = first(args, "resource_type").orElseGet(() -> kindOf(spec));
            Optional<ResourceType> type = type(cluster, written);
            String name = first(args, "resource_name")
                    .or(() -> first(args, "pod_name"))
                    .or(() -> first(args, "service_name"))
                    .or(() -> first(args, "name"))
                    .orElse("");
            boolean everywhere = args.flag("all_namespaces");
            boolean scoped = type.map(ResourceType::namespaced).orElse(true);
            String namespace = everywhere || !scoped ? "" : namespace(spec, args);
            return List.of(new Target(
                    cluster.name().cluster(),
                    namespace,
                    type.map(ResourceType::kind).orElse(written),
                    name));
        } catch (ToolFailed wrong) {
            return List.of();
        }
    }

    /** The namespace that a call speaks of; empty for all of them. */
    public static String namespace(Spec spec, Args args) {
        boolean openMeansAll = spec.name().equals("k8s_get_events");
        return first(args, "namespace").orElse(openMeansAll ? "" : "default");
    }

    private static String kindOf(Spec spec) {
        return switch (spec.name()) {
            case "k8s_get_events" -> "Event";
            case "k8s_get_pod_logs", "k8s_execute_command" -> "Pod";
            case "k8s_check_service_connectivity" -> "Service";
            case "k8s_scale" -> "Deployment";
            default -> "";
        };
    }

    private static Optional<ResourceType> type(Cluster cluster, String written) {
        try {
            return written.isEmpty()
                    ? Optional.empty()
                    : Optional.of(cluster.asItself().types().find(written));
        } catch (ApiFailure | NoSuchType unknown) {
            return Optional.empty();
        }
    }

    private static Optional<String> first(Args args, String name) {
        return Optional.of(args.text(name)).filter(value -> !value.isBlank());
    }
}
