package dev.countersign.agent.tool.kubernetes.inside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Invocation.Requester;
import dev.countersign.agent.tool.Permitting;
import dev.countersign.agent.tool.Preview;
import dev.countersign.agent.tool.Previewing;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.Targeting;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.ToolSpec;
import dev.countersign.agent.tool.kubernetes.access.Permission;
import dev.countersign.agent.tool.kubernetes.access.Right;
import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure;
import dev.countersign.agent.tool.kubernetes.api.Cluster;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.api.ResourceTypes.NoSuchType;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;
import dev.countersign.agent.tool.kubernetes.frame.Args;
import dev.countersign.agent.tool.kubernetes.frame.Argument;
import dev.countersign.agent.tool.kubernetes.frame.ReadTool;
import dev.countersign.agent.tool.kubernetes.frame.Spec;
import dev.countersign.agent.tool.kubernetes.frame.Told;
import dev.countersign.agent.tool.kubernetes.frame.Where;
import dev.countersign.channels.Card.Fact;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks a service one question on each of its ports, through the API server: nothing is created for
 * it, so nothing has to be cleared away.
 */
final class ConnectivityTool implements Tool, Previewing, Targeting, Permitting {
    private static final Spec SPEC = Spec.writes(
            "k8s_check_service_connectivity",
            Repeat.SAFE,
            "Checks that a service has ready pods and answers: one HTTP GET on each port.",
            Argument.required("service_name", "Name of the service."),
            Argument.NAMESPACE);

    private final Cluster cluster;
    private final ReadTool asking;

    ConnectivityTool(Cluster cluster) {
        this.cluster = cluster;
        this.asking = new ReadTool(SPEC, cluster, Connectivity::told);
    }

    @Override
    public ToolSpec spec() {
        return SPEC.toolSpec();
    }

    @Override
    public ToolOutcome call(Invocation invocation) {
        return asking.call(invocation);
    }

    @Override
    public Preview preview(Invocation invocation) {
        try {
            Args args = Args.of(SPEC, invocation.arguments());
            Api api = cluster.as(invocation.requester());
            try {
                return shows(Connectivity.service(args, api), api);
            } catch (ApiFailure failure) {
                return new Preview.Fails(Told.of(failure, SPEC.name(), api));
            }
        } catch (ToolFailed | NoSuchType wrong) {
            return new Preview.Fails(wrong.getMessage());
        }
    }

    private Preview shows(ObjectRef ref, Api api) {
        ObjectNode service = api.get(ref);
        Permission.check(api, Right.to("get", ref, "proxy"));
        List<Fact> facts = new ArrayList<>(Where.facts(cluster.name(), api));
        facts.add(new Fact("Namespace", ref.namespace()));
        facts.add(new Fact("Service", ref.name()));
        facts.add(new Fact(
                "Ports",
                String.join(
                        ", ", Connectivity.ports(service).map(JsonNode::asText).toList())));
        facts.add(new Fact("Touches", "one HTTP GET / on each port; nothing is created"));
        facts.add(new Fact("Undo", "Nothing is left behind."));
        return new Preview.Shows(
                "Check that Service " + ref.name() + " answers",
                facts,
                List.of(),
                "",
                List.of(),
                "");
    }

    @Override
    public Optional<String> cannot(Invocation call, Requester person) {
        return asking.cannot(call, person);
    }

    @Override
    public String target() {
        return cluster.name().target();
    }

    @Override
    public List<Target> targets(String arguments) {
        return asking.targets(arguments);
    }
}
