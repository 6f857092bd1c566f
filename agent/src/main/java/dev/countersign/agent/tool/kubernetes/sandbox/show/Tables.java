package dev.countersign.agent.tool.kubernetes.sandbox.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.kind.ResourceKind;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Objects as the table that kubectl prints. */
public final class Tables {
    private final ResourceKind kind;
    private final Instant now;
    private final List<Column> columns;

    private record Column(String name, Function<ObjectNode, JsonNode> cell) {}

    public Tables(ResourceKind kind, Instant now) {
        this.kind = kind;
        this.now = now;
        columns = columns();
    }

    public ObjectNode of(List<ObjectNode> objects, String version) {
        ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.putObject("metadata").put("resourceVersion", version);
        ArrayNode definitions = table.putArray("columnDefinitions");
        for (Column column : columns) {
            definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", "string")
                    .put("format", column.name().equals("Name") ? "name" : "")
                    .put("description", "")
                    .put("priority", 0);
        }
        ArrayNode rows = table.putArray("rows");
        objects.forEach(it -> rows.add(row(it)));
        return table;
    }

    private ObjectNode row(ObjectNode object) {
        ObjectNode row = Json.object();
        ArrayNode cells = row.putArray("cells");
        columns.forEach(column -> cells.add(column.cell().apply(object)));
        ObjectNode partial = row.putObject("object");
        partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata"));
        return row;
    }

    private List<Column> columns() {
        List<Column> all = new ArrayList<>();
        if (!kind.kind().equals("Event")) {
            all.add(text("Name", Meta::name));
        }
        switch (kind.custom() ? "" : kind.kind()) {
            case "Pod" -> pod(all);
            case "Deployment" -> deployment(all);
            case "ReplicaSet" -> {
                all.add(text("Desired", it -> it.path("spec").path("replicas").asText()));
                all.add(text("Current", it -> it.path("status").path("replicas").asText("0")));
                all.add(text(
                        "Ready", it -> it.path("status").path("readyReplicas").asText("0")));
            }
            case "Service" -> service(all);
            case "ConfigMap", "Secret" ->
                all.add(text("Data", it -> Integer.toString(it.path("data").size())));
            case "Namespace" ->
                all.add(text("Status", it -> it.path("status").path("phase").asText()));
            case "Node" -> all.add(text("Status", it -> "Ready"));
            case "Event" -> event(all);
            default -> all.add(text("Created At", it -> Meta.text(it, "creationTimestamp")));
        }
        if (all.removeIf(it -> it.name().equals("Created At")) || !kind.kind().equals("Event")) {
            all.add(text("Age", it -> age(Meta.text(it, "creationTimestamp"))));
        }
        return List.copyOf(all);
    }

    private static Column text(String name, Function<ObjectNode, String> cell) {
        return new Column(name, it -> Json.array().add(cell.apply(it)).get(0));
    }

    private static void pod(List<Column> all) {
        all.add(text("Ready", Tables::ready));
        all.add(text("Status", Tables::podStatus));
        all.add(text(
                "Restarts",
                it -> Integer.toString(Meta.items(it.path("status").path("containerStatuses"))
                        .mapToInt(c -> c.path("restartCount").asInt())
                        .sum())));
    }

    private static String ready(ObjectNode pod) {
        JsonNode all = pod.path("status").path("containerStatuses");
        long ready = Meta.items(all).filter(it -> it.path("ready").asBoolean()).count();
        return ready + "/" + pod.path("spec").path("containers").size();
    }

    private static String podStatus(ObjectNode pod) {
        return Meta.items(pod.path("status").path("containerStatuses"))
                .map(it -> Json.text(it, "state", "waiting", "reason"))
                .filter(it -> !it.isEmpty())
                .findFirst()
                .orElse(pod.path("status").path("phase").asText());
    }

    private static void deployment(List<Column> all) {
        all.add(text(
                "Ready",
                it -> it.path("status").path("readyReplicas").asInt()
                        + "/"
                        + it.path("spec").path("replicas").asInt()));
        all.add(text(
                "Up-to-date", it -> it.path("status").path("updatedReplicas").asText("0")));
        all.add(text(
                "Available", it -> it.path("status").path("availableReplicas").asText("0")));
    }

    private static void service(List<Column> all) {
        all.add(text("Type", it -> it.path("spec").path("type").asText()));
        all.add(text("Cluster-IP", it -> it.path("spec").path("clusterIP").asText("None")));
        all.add(text("External-IP", it -> "<none>"));
        all.add(text("Port(s)", it -> Meta.items(it.path("spec").path("ports"))
                .map(p -> p.path("port").asText() + "/" + p.path("protocol").asText())
                .collect(Collectors.joining(","))));
    }

    private void event(List<Column> all) {
        all.add(text("Last Seen", it -> age(it.path("lastTimestamp").asText())));
        all.add(text("Type", it -> it.path("type").asText()));
        all.add(text("Reason", it -> it.path("reason").asText()));
        all.add(text(
                "Object",
                it -> Json.text(it, "involvedObject", "kind").toLowerCase(java.util.Locale.ROOT)
                        + "/"
                        + Json.text(it, "involvedObject", "name")));
        all.add(text("Message", it -> it.path("message").asText()));
    }

    private String age(String since) {
        if (since.isEmpty()) {
            return "<unknown>";
        }
        Duration age = Duration.between(Instant.parse(since), now);
        if (age.toMinutes() < 2) {
            return Math.max(0, age.toSeconds()) + "s";
        }
        if (age.toHours() < 3) {
            return age.toMinutes() + "m";
        }
        return age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
    }
}
