package dev.countersign.agent.tool.kubernetes.read;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiRequest;
import dev.countersign.agent.tool.kubernetes.api.Cluster;
import dev.countersign.agent.tool.kubernetes.api.ClusterName;
import dev.countersign.agent.tool.kubernetes.api.Json;
import dev.countersign.agent.tool.kubernetes.frame.Args;
import dev.countersign.agent.tool.kubernetes.frame.ReadTool.Reading;

/** {@code kubectl config view}, made from what we know; a credential is not even near it. */
final class ClusterConfiguration implements Reading {
    private final Cluster cluster;

    ClusterConfiguration(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public String read(Args args, Api api) {
        ClusterName name = cluster.name();
        ObjectNode config = Json.newObject().put("apiVersion", "v1").put("kind", "Config");
        config.putArray("clusters")
                .addObject()
                .put("name", name.cluster())
                .putObject("cluster")
                .put("server", name.server());
        config.putArray("contexts")
                .addObject()
                .put("name", name.context())
                .putObject("context")
                .put("cluster", name.cluster())
                .put("user", api.identity());
        config.put("current-context", name.context());
        config.set("serverVersion", api.json(ApiRequest.get("/version")));
        return Json.pretty(config);
    }
}
