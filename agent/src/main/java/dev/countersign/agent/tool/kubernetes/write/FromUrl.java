package dev.countersign.agent.tool.kubernetes.write;

import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.kubernetes.api.Cluster;
import dev.countersign.agent.tool.kubernetes.change.Verb;
import dev.countersign.agent.tool.kubernetes.change.WriteTool;
import dev.countersign.agent.tool.kubernetes.frame.Argument;
import dev.countersign.agent.tool.kubernetes.frame.Spec;

import java.util.List;

/** Creates what an address serves; people see the content, and only that content is created. */
final class FromUrl {
    private static final Spec SPEC = Spec.writes(
            "k8s_create_resource_from_url",
            Repeat.LOOK_UP,
            "Creates the resources of a YAML file on the web; fails where one exists already.",
            Argument.required("url", "Public http or https address of the YAML."),
            Argument.optional("namespace", "default", "Namespace of documents that name none."));

    private FromUrl() {}

    /** What it touches cannot be told from an address, so the policy gets no targets. */
    static Tool tool(Cluster cluster, Fetch fetch) {
        return new WriteTool(
                SPEC,
                cluster,
                (args, api) -> {
                    String content = fetch.text(args.text("url"));
                    return Manifest.read(content, args.name("namespace"))
                            .plan("Create", Verb.CREATE, "created", api)
                            .boundTo(content);
                },
                (spec, at, json) -> List.of());
    }
}
