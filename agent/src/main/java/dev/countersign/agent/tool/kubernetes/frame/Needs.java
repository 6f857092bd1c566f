package dev.countersign.agent.tool.kubernetes.frame;

import dev.countersign.agent.tool.kubernetes.access.Right;
import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.api.ResourceType;

import java.util.List;

/** The rights that reading needs. */
final class Needs {
    private Needs() {}

    static List<Right> of(Spec spec, Args args, Api api) {
        return switch (spec.name()) {
            case "k8s_get_pod_logs" ->
                List.of(right("get", api.types().find("v1", "Pod"), "log", args, "pod_name"));
            case "k8s_get_events" ->
                List.of(right("list", api.types().find("v1", "Event"), "", args, ""));
            case "k8s_get_resources", "k8s_get_resource_yaml", "k8s_describe_resource" -> {
                ResourceType type = api.types().find(args.text("resource_type"));
                boolean one = !args.text("resource_name").isBlank();
                yield List.of(right(one ? "get" : "list", type, "", args, "resource_name"));
            }
            case "k8s_rollout" -> {
                ResourceType type = api.types().find(args.text("resource_type"));
                yield List.of(right("get", type, "", args, "resource_name"));
            }
            case "k8s_check_service_connectivity" -> {
                ResourceType service = api.types().find("v1", "Service");
                yield List.of(
                        right("get", service, "", args, "service_name"),
                        right("get", service, "proxy", args, "service_name"));
            }
            default -> List.of();
        };
    }

    private static Right right(
            String verb, ResourceType type, String sub, Args args, String nameArgument) {
        boolean events = type.kind().equals("Event");
        String named = args.text("namespace").strip();
        boolean everywhere = args.flag("all_namespaces") || events && named.isEmpty();
        String namespace = everywhere ? "" : named.isEmpty() ? "default" : named;
        return Right.to(
                verb, new ObjectRef(type, namespace, args.text(nameArgument).strip()), sub);
    }
}
