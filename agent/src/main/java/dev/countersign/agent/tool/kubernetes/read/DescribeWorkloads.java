package dev.countersign.agent.tool.kubernetes.read;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Base64;
import java.util.stream.Collectors;

/** Deployments, config maps, secrets and services in words. */
final class DescribeWorkloads {
    private DescribeWorkloads() {}

    static void deployment(Page page, JsonNode deployment) {
        JsonNode spec = deployment.path("spec");
        JsonNode status = deployment.path("status");
        page.line("Selector", Columns.labels(spec.path("selector").path("matchLabels")));
        page.line(
                "Replicas",
                "%s desired | %s updated | %s total | %s available | %s unavailable"
                        .formatted(
                                spec.path("replicas").asText("1"),
                                status.path("updatedReplicas").asText("0"),
                                status.path("replicas").asText("0"),
                                status.path("availableReplicas").asText("0"),
                                status.path("unavailableReplicas").asText("0")));
        page.lineIfAny("Paused", spec.path("paused"));
        page.line("StrategyType", spec.path("strategy").path("type").asText("RollingUpdate"));
        for (JsonNode container : spec.path("template").path("spec").path("containers")) {
            var inner = new Page();
            DescribePod.body(inner, container);
            page.block("Container " + container.path("name").asText(), inner.text());
        }
    }

    static void configMap(Page page, JsonNode map) {
        page.line("Keys", String.valueOf(map.path("data").size()));
        map.path("data")
                .properties()
                .forEach(e -> page.block(e.getKey(), e.getValue().asText()));
        map.path("binaryData")
                .properties()
                .forEach(e -> page.line(
                        e.getKey(), e.getValue().asText().length() + " characters" + " of base64"));
    }

    /** Only names and sizes, as kubectl does. */
    static void secret(Page page, JsonNode secret) {
        page.line("Type", secret.path("type").asText("Opaque"));
        for (var entry : secret.path("data").properties()) {
            page.line(entry.getKey(), size(entry.getValue().asText()) + " bytes");
        }
    }

    private static int size(String base64) {
        try {
            return Base64.getDecoder().decode(base64).length;
        } catch (IllegalArgumentException notBase64) {
            return base64.length();
        }
    }

    static void service(Page page, JsonNode service) {
        JsonNode spec = service.path("spec");
        page.line("Selector", Columns.labels(spec.path("selector")));
        page.line("Type", spec.path("type").asText("ClusterIP"));
        page.line("IP", spec.path("clusterIP"));
        String ports = spec.path("ports")
                .valueStream()
                .map(p -> (p.path("name").asText() + " " + p.path("port").asText() + "/"
                                + p.path("protocol").asText("TCP") + " -> "
                                + p.path("targetPort").asText(p.path("port").asText()))
                        .strip())
                .collect(Collectors.joining(", "));
        page.line("Ports", ports);
        page.lineIfAny("Session Affinity", spec.path("sessionAffinity"));
    }
}
