package dev.countersign.agent.tool.kubernetes.sandbox.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.kind.ResourceKind;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What the server fills in when the client leaves it out. */
final class Defaults {
    private static final int SERVICE_NET = 65_000;

    private Defaults() {}

    static void fill(ResourceKind kind, ObjectNode object) {
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        if (kind.custom()) {
            return;
        }
        switch (kind.kind()) {
            case "Namespace" -> namespace(object);
            case "Secret" -> secret(object);
            case "Service" -> service(object);
            case "Pod" -> pod(Json.child(object, "spec"));
            case "Deployment" -> deployment(Json.child(object, "spec"));
            case "ReplicaSet", "ReplicationController" -> replicas(Json.child(object, "spec"));
            case "StatefulSet" -> statefulSet(Json.child(object, "spec"));
            case "DaemonSet" -> daemonSet(Json.child(object, "spec"));
            case "Job" -> job(object);
            default -> {
                return;
            }
        }
    }

    private static void namespace(ObjectNode object) {
        Json.child(Meta.of(object), "labels").put("kubernetes.io/metadata.name", Meta.name(object));
        ObjectNode spec = Json.child(object, "spec");
        if (!spec.has("finalizers")) {
            spec.putArray("finalizers").add("kubernetes");
        }
        Json.putIfAbsent(Json.child(object, "status"), "phase", "Active");
    }

    private static void secret(ObjectNode object) {
        Json.putIfAbsent(object, "type", "Opaque");
        if (object.remove("stringData") instanceof ObjectNode plain) {
            ObjectNode data = Json.child(object, "data");
            plain.properties()
                    .forEach(it -> data.put(it.getKey(), encoded(it.getValue().asText())));
        }
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void service(ObjectNode object) {
        ObjectNode spec = Json.child(object, "spec");
        Json.putIfAbsent(spec, "type", "ClusterIP");
        Json.putIfAbsent(spec, "sessionAffinity", "None");
        if (!spec.path("type").asText().equals("ExternalName")) {
            int number =
                    Names.number(Meta.namespace(object) + "/" + Meta.name(object), SERVICE_NET);
            Json.putIfAbsent(spec, "clusterIP", "10.96." + number / 256 + "." + (number % 254 + 1));
        }
        for (JsonNode port : spec.path("ports")) {
            if (port instanceof ObjectNode it) {
                Json.putIfAbsent(it, "protocol", "TCP");
                if (!it.has("targetPort") && it.has("port")) {
                    it.set("targetPort", it.get("port"));
                }
            }
        }
    }

    private static void deployment(ObjectNode spec) {
        replicas(spec);
        Json.putIfAbsent(spec, "revisionHistoryLimit", 10);
        Json.putIfAbsent(spec, "progressDeadlineSeconds", 600);
        ObjectNode strategy = Json.child(spec, "strategy");
        Json.putIfAbsent(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            ObjectNode rolling = Json.child(strategy, "rollingUpdate");
            Json.putIfAbsent(rolling, "maxUnavailable", "25%");
            Json.putIfAbsent(rolling, "maxSurge", "25%");
        }
    }

    private static void replicas(ObjectNode spec) {
        Json.putIfAbsent(spec, "replicas", 1);
        template(spec);
    }

    private static void statefulSet(ObjectNode spec) {
        replicas(spec);
        Json.putIfAbsent(spec, "podManagementPolicy", "OrderedReady");
        Json.putIfAbsent(spec, "revisionHistoryLimit", 10);
        Json.putIfAbsent(Json.child(spec, "updateStrategy"), "type", "RollingUpdate");
    }

    private static void daemonSet(ObjectNode spec) {
        template(spec);
        Json.putIfAbsent(spec, "revisionHistoryLimit", 10);
        Json.putIfAbsent(Json.child(spec, "updateStrategy"), "type", "RollingUpdate");
    }

    private static void job(ObjectNode object) {
        ObjectNode spec = Json.child(object, "spec");
        Json.putIfAbsent(spec, "parallelism", 1);
        Json.putIfAbsent(spec, "completions", 1);
        Json.putIfAbsent(spec, "backoffLimit", 6);
        ObjectNode labels = Json.child(Meta.of(Json.child(spec, "template")), "labels");
        Json.putIfAbsent(labels, "job-name", Meta.name(object));
        if (!spec.has("selector")) {
            spec.putObject("selector")
                    .putObject("matchLabels")
                    .put("job-name", labels.path("job-name").asText());
        }
        Json.putIfAbsent(
                Json.child(Json.child(spec, "template"), "spec"), "restartPolicy", "Never");
        template(spec);
    }

    private static void template(ObjectNode spec) {
        if (spec.get("template") instanceof ObjectNode template
                && template.get("spec") instanceof ObjectNode pod) {
            pod(pod);
        }
    }

    static void pod(ObjectNode spec) {
        Json.putIfAbsent(spec, "restartPolicy", "Always");
        Json.putIfAbsent(spec, "dnsPolicy", "ClusterFirst");
        Json.putIfAbsent(spec, "schedulerName", "default-scheduler");
        Json.putIfAbsent(spec, "terminationGracePeriodSeconds", 30);
        Json.child(spec, "securityContext");
        for (String list : List.of("containers", "initContainers")) {
            for (JsonNode container : spec.path(list)) {
                if (container instanceof ObjectNode it) {
                    container(it);
                }
            }
        }
    }

    private static void container(ObjectNode it) {
        String image = it.path("image").asText();
        boolean latest = image.endsWith(":latest") || !image.contains(":");
        Json.putIfAbsent(it, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
        Json.putIfAbsent(it, "terminationMessagePath", "/dev/termination-log");
        Json.putIfAbsent(it, "terminationMessagePolicy", "File");
        Json.child(it, "resources");
        for (JsonNode port : it.path("ports")) {
            if (port instanceof ObjectNode object) {
                Json.putIfAbsent(object, "protocol", "TCP");
            }
        }
    }
}
