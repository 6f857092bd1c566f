package dev.countersign.agent.tool.kubernetes.read;

import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Invocation.Requester;
import dev.countersign.agent.tool.Permitting;
import dev.countersign.agent.tool.Targeting;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.ToolSpec;
import dev.countersign.agent.tool.kubernetes.api.Bounded;
import dev.countersign.agent.tool.kubernetes.api.Cluster;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;
import dev.countersign.agent.tool.kubernetes.api.Yaml;
import dev.countersign.agent.tool.kubernetes.frame.Args;
import dev.countersign.agent.tool.kubernetes.frame.Argument;
import dev.countersign.agent.tool.kubernetes.frame.Author;
import dev.countersign.agent.tool.kubernetes.frame.ReadTool;
import dev.countersign.agent.tool.kubernetes.frame.Spec;

import java.util.List;
import java.util.Optional;

/** Lets somebody who can write it write the YAML of a resource; applies nothing. */
public final class GenerateTool implements Tool, Targeting, Permitting {
    private static final List<String> GENERATED = List.of(
            "istio_auth_policy",
            "istio_virtual_service",
            "gateway_api_gateway",
            "gateway_api_gateway_class",
            "gateway_api_http_route",
            "gateway_api_grpc_route",
            "gateway_api_reference_grant",
            "argo_rollout",
            "argo_analysis_template");
    private static final Spec SPEC = Spec.reads(
            "k8s_generate_resource",
            "Lets a model write the YAML of a resource; nothing is applied.",
            Argument.required("resource_description", "What the resource shall do."),
            Argument.oneOf("resource_type", "", GENERATED, "Kind of resource."));

    private static final String AGAIN =
            "Describe the resource more closely and call again, or write its YAML yourself.";

    private final Cluster cluster;
    private final ReadTool writing;

    GenerateTool(Cluster cluster, Author author) {
        this.cluster = cluster;
        this.writing = new ReadTool(SPEC, cluster, (args, api) -> checked(author, args));
    }

    /** The same tool with another author. */
    public GenerateTool by(Author author) {
        return new GenerateTool(cluster, author);
    }

    /** What a model wrote is not believed to be YAML until it is read as such. */
    private static String checked(Author author, Args args) {
        String text = author.write(args.text("resource_type"), args.text("resource_description"));
        try {
            boolean whole = !Yaml.documents(text).isEmpty()
                    && Yaml.documents(text).stream()
                            .allMatch(d -> d.path("apiVersion").isTextual()
                                    && d.path("kind").isTextual());
            if (whole) {
                return text;
            }
        } catch (Yaml.Broken broken) {
            throw new ToolFailed("What was written is no manifest: "
                    + Bounded.line(broken.getMessage()) + " " + AGAIN);
        }
        throw new ToolFailed("What was written is no manifest with apiVersion and kind. " + AGAIN);
    }

    @Override
    public ToolSpec spec() {
        return writing.spec();
    }

    @Override
    public ToolOutcome call(Invocation invocation) {
        return writing.call(invocation);
    }

    @Override
    public String target() {
        return writing.target();
    }

    @Override
    public List<Target> targets(String arguments) {
        return writing.targets(arguments);
    }

    @Override
    public Optional<String> cannot(Invocation call, Requester person) {
        return writing.cannot(call, person);
    }
}
