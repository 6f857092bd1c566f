package dev.countersign.agent.tool.kubernetes.read;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.kubernetes.api.ResourceType;
import dev.countersign.agent.tool.kubernetes.show.Age;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The columns of a kind, for API servers that make no tables. */
record Columns(List<String> header, BiFunction<JsonNode, Instant, List<String>> cellsOf) {
    private static final Columns PLAIN =
            new Columns(List.of("NAME", "AGE"), (o, now) -> List.of(name(o), age(o, now)));
    private static final Columns PODS = new Columns(
            List.of("NAME", "READY", "STATUS", "RESTARTS", "AGE", "IP", "NODE"), Columns::pod);
    private static final Columns DEPLOYMENTS = new Columns(
            List.of(
                    "NAME",
                    "READY",
                    "UP-TO-DATE",
                    "AVAILABLE",
                    "AGE",
                    "CONTAINERS",
                    "IMAGES",
                    "SELECTOR"),
            Columns::deployment);
    private static final Columns SERVICES = new Columns(
            List.of("NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE", "SELECTOR"),
            Columns::service);
    private static final Columns NODES = new Columns(
            List.of("NAME", "STATUS", "ROLES", "AGE", "VERSION", "INTERNAL-IP"), Columns::node);
    private static final Columns CONFIG_MAPS =
            new Columns(List.of("NAME", "DATA", "AGE"), Columns::data);
    private static final Columns SECRETS = new Columns(
            List.of("NAME", "TYPE", "DATA", "AGE"),
            (o, now) -> List.of(
                    name(o),
                    o.path("type").asText(),
                    String.valueOf(o.path("data").size()),
                    age(o, now)));
    private static final Columns NAMESPACES = new Columns(
            List.of("NAME", "STATUS", "AGE"),
            (o, now) ->
                    List.of(name(o), o.path("status").path("phase").asText("Active"), age(o, now)));

    static Columns of(ResourceType type) {
        return switch (type.group() + "/" + type.kind()) {
            case "/Pod" -> PODS;
            case "apps/Deployment" -> DEPLOYMENTS;
            case "/Service" -> SERVICES;
            case "/Node" -> NODES;
            case "/ConfigMap" -> CONFIG_MAPS;
            case "/Secret" -> SECRETS;
            case "/Namespace" -> NAMESPACES;
            default -> PLAIN;
        };
    }

    List<String> cells(JsonNode object, Instant now) {
        return cellsOf.apply(object, now);
    }

    private static List<String> pod(JsonNode pod, Instant now) {
        JsonNode status = pod.path("status");
        return List.of(
                name(pod),
                PodState.ready(pod),
                PodState.status(pod),
                PodState.restarts(pod),
                age(pod, now),
                or(status.path("podIP"), "<none>"),
                or(pod.path("spec").path("nodeName"), "<none>"));
    }

    private static List<String> deployment(JsonNode deployment, Instant now) {
        JsonNode spec = deployment.path("spec");
        JsonNode status = deployment.path("status");
        JsonNode containers = spec.path("template").path("spec").path("containers");
        return List.of(
                name(deployment),
                status.path("readyReplicas").asInt() + "/"
                        + spec.path("replicas").asInt(1),
                status.path("updatedReplicas").asText("0"),
                status.path("availableReplicas").asText("0"),
                age(deployment, now),
                joined(containers, "name"),
                joined(containers, "image"),
                labels(spec.path("selector").path("matchLabels")));
    }

    private static List<String> service(JsonNode service, Instant now) {
        JsonNode spec = service.path("spec");
        String ports = spec.path("ports")
                .valueStream()
                .map(p -> p.path("port").asText()
                        + (p.has("nodePort") ? ":" + p.path("nodePort").asText() : "")
                        + "/" + p.path("protocol").asText("TCP"))
                .collect(Collectors.joining(","));
        String ingress = joined(service.path("status").path("loadBalancer").path("ingress"), "ip");
        return List.of(
                name(service),
                spec.path("type").asText("ClusterIP"),
                or(spec.path("clusterIP"), "<none>"),
                ingress.isEmpty() ? "<none>" : ingress,
                ports.isEmpty() ? "<none>" : ports,
                age(service, now),
                labels(spec.path("selector")));
    }

    private static List<String> node(JsonNode node, Instant now) {
        JsonNode status = node.path("status");
        boolean ready = status.path("conditions")
                .valueStream()
                .anyMatch(c -> c.path("type").asText().equals("Ready")
                        && c.path("status").asText().equals("True"));
        String prefix = "node-role.kubernetes.io/";
        List<String> roles = new ArrayList<>();
        node.path("metadata").path("labels").fieldNames().forEachRemaining(label -> {
            if (label.startsWith(prefix)) {
                roles.add(label.substring(prefix.length()));
            }
        });
        return List.of(
                name(node),
                ready ? "Ready" : "NotReady",
                roles.isEmpty() ? "<none>" : String.join(",", roles),
                age(node, now),
                status.path("nodeInfo").path("kubeletVersion").asText(),
                joined(status.path("addresses"), "address"));
    }

    private static List<String> data(JsonNode map, Instant now) {
        int keys = map.path("data").size() + map.path("binaryData").size();
        return List.of(name(map), String.valueOf(keys), age(map, now));
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    private static String age(JsonNode object, Instant now) {
        return Age.since(object.path("metadata").path("creationTimestamp").asText(), now);
    }

    private static String or(JsonNode text, String otherwise) {
        return text.asText().isEmpty() ? otherwise : text.asText();
    }

    private static String joined(JsonNode list, String key) {
        return list.valueStream().map(i -> i.path(key).asText()).collect(Collectors.joining(","));
    }

    static String labels(JsonNode labels) {
        String text = labels.properties().stream()
                .map(e -> e.getKey() + "=" + e.getValue().asText())
                .collect(Collectors.joining(","));
        return text.isEmpty() ? "<none>" : text;
    }
}
