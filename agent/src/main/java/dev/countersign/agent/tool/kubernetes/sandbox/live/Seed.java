package dev.countersign.agent.tool.kubernetes.sandbox.live;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.Draft;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Objects;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.Kinds;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.ResourceKind;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.util.List;
import java.util.Optional;

/** What a new cluster starts with: the same names every time. */
public final class Seed {
    private static final String SHOP = "shop";

    private final Draft draft;

    private Seed(Draft draft) {
        this.draft = draft;
    }

    public static void sow(Objects objects) {
        objects.write(false, Optional.empty(), draft -> {
            new Seed(draft).sow();
            return true;
        });
    }

    private void sow() {
        for (String name : List.of("default", "kube-system", "kagent", SHOP)) {
            keep("Namespace", "", name, Json.object());
            keep("ServiceAccount", name, "default", Json.object());
        }
        for (String name : List.of("sandbox-node-1", "sandbox-node-2")) {
            node(name);
        }
        deployment("kube-system", "coredns", "registry.k8s.io/coredns/coredns:v1.12.0", 2, false);
        deployment("kagent", "kagent-controller", "kagent/controller:0.6.0", 1, false);
        deployment("kagent", "kagent-tools", "kagent/tools:0.0.10", 1, false);
        deployment("kagent", "kagent-ui", "kagent/ui:0.6.0", 1, false);
        deployment(SHOP, "web", "nginx:1.27", 3, false);
        deployment(SHOP, "checkout", "shop/checkout:2.4.1", 2, false);
        deployment(SHOP, "payments", "shop/payments:1.9.0", 1, true);
        ObjectNode config = Json.object();
        config.putObject("data").put("greeting", "hello").put("theme", "light");
        keep("ConfigMap", SHOP, "web-config", config);
        service("web", 80);
        service("checkout", 8080);
        new Workloads(draft).settle();
    }

    private void keep(String kindName, String namespace, String name, ObjectNode object) {
        ResourceKind kind = Kinds.builtIn(kindName);
        ObjectNode meta = Meta.of(object).put("name", name);
        if (kind.namespaced()) {
            meta.put("namespace", namespace);
        }
        ObjectNode status = Json.child(object, "status").deepCopy();
        object.remove("status");
        ObjectNode fresh = new Admission(draft).fresh(kind, object);
        if (!status.isEmpty()) {
            fresh.set("status", status);
        }
        if (kindName.equals("Namespace")) {
            fresh.putObject("status").put("phase", "Active");
        }
        draft.put(kind, fresh);
    }

    private void node(String name) {
        ObjectNode node = Json.object();
        Json.child(Meta.of(node), "labels").put("kubernetes.io/hostname", name);
        node.putObject("spec").put("podCIDR", "10.244.0.0/16");
        ObjectNode status = node.putObject("status");
        status.putArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", "True")
                .put("reason", "KubeletReady");
        status.putObject("capacity").put("cpu", "4").put("memory", "16Gi").put("pods", "110");
        status.putObject("nodeInfo").put("kubeletVersion", "v1.33.0");
        keep("Node", "", name, node);
    }

    private void deployment(
            String namespace, String name, String image, int replicas, boolean crashes) {
        ObjectNode deployment = Json.object();
        Json.child(Meta.of(deployment), "labels").put("app", name);
        ObjectNode spec = deployment.putObject("spec").put("replicas", replicas);
        spec.putObject("selector").putObject("matchLabels").put("app", name);
        ObjectNode template = spec.putObject("template");
        Json.child(Meta.of(template), "labels").put("app", name);
        if (crashes) {
            Json.child(Meta.of(template), "annotations").put(Pods.CRASHES, "true");
        }
        template.putObject("spec")
                .putArray("containers")
                .addObject()
                .put("name", name)
                .put("image", image);
        keep("Deployment", namespace, name, deployment);
    }

    private void service(String name, int port) {
        ObjectNode service = Json.object();
        ObjectNode spec = service.putObject("spec");
        spec.putObject("selector").put("app", name);
        spec.putArray("ports").addObject().put("name", "http").put("port", port);
        keep("Service", SHOP, name, service);
    }
}
