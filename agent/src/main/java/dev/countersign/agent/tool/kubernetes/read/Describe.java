package dev.countersign.agent.tool.kubernetes.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.frame.Args;
import dev.countersign.agent.tool.kubernetes.frame.ReadTool.Reading;
import dev.countersign.agent.tool.kubernetes.show.Clean;
import dev.countersign.agent.tool.kubernetes.show.Masked;

import java.time.InstantSource;

/** {@code kubectl describe}: an object in words, then its conditions and what happened to it. */
final class Describe implements Reading {
    private final Events events;

    Describe(InstantSource clock) {
        this.events = new Events(clock);
    }

    @Override
    public String read(Args args, Api api) {
        ObjectRef ref = Reads.named(args, api);
        ObjectNode object = api.get(ref);
        JsonNode shown = Masked.object(Clean.read(object));
        var page = new Page();
        DescribeMetadata.on(page, shown);
        switch (ref.type().group() + "/" + ref.type().kind()) {
            case "/Pod" -> DescribePod.on(page, shown);
            case "apps/Deployment" -> DescribeWorkloads.deployment(page, shown);
            case "/ConfigMap" -> DescribeWorkloads.configMap(page, shown);
            case "/Secret" -> DescribeWorkloads.secret(page, object);
            case "/Service" -> DescribeWorkloads.service(page, shown);
            case "/Namespace" -> page.line("Status", shown.path("status").path("phase"));
            default -> DescribeMetadata.rest(page, shown);
        }
        DescribeMetadata.conditions(page, shown.path("status").path("conditions"));
        String happened = events.of(ref, api);
        page.block("Events", happened.isEmpty() ? "<none>" : happened);
        return page.text();
    }
}
