package dev.countersign.agent.tool.kubernetes.sandbox.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.Draft;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Key;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.Kinds;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.ResourceKind;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.util.List;
import java.util.Optional;

/** The pods behind the services of a namespace, as their selectors find them. */
public final class Endpoints {
    private static final ResourceKind KIND = Kinds.builtIn("Endpoints");
    private static final ResourceKind SERVICES = Kinds.builtIn("Service");
    private static final ResourceKind PODS = Kinds.builtIn("Pod");

    private Endpoints() {}

    static boolean follows(Key key) {
        return key.isOf(PODS) || key.isOf(SERVICES);
    }

    static void settle(Draft draft, String namespace) {
        Optional<String> place = Optional.of(namespace);
        List<ObjectNode> pods = List.copyOf(draft.list(PODS, place));
        for (ObjectNode service : List.copyOf(draft.list(SERVICES, place))) {
            if (!service.path("spec").path("selector").isEmpty()) {
                draft.put(KIND, of(service, pods, draft));
            }
        }
        for (ObjectNode old : List.copyOf(draft.list(KIND, place))) {
            if (draft.get(SERVICES, namespace, Meta.name(old)).isEmpty()) {
                draft.remove(Key.of(KIND, namespace, Meta.name(old)));
            }
        }
    }

    private static ObjectNode of(ObjectNode service, List<ObjectNode> pods, Draft draft) {
        ObjectNode endpoints = draft.get(KIND, Meta.namespace(service), Meta.name(service))
                .map(ObjectNode::deepCopy)
                .orElseGet(() -> Json.object().put("apiVersion", "v1").put("kind", "Endpoints"));
        Meta.of(endpoints)
                .put("name", Meta.name(service))
                .put("namespace", Meta.namespace(service));
        ObjectNode subset = Json.object();
        for (ObjectNode pod : pods) {
            if (chosen(service.path("spec").path("selector"), pod)) {
                String which = Pods.isReady(pod) ? "addresses" : "notReadyAddresses";
                address(subset.withArray(which), pod);
            }
        }
        ArrayNode subsets = endpoints.putArray("subsets");
        if (!subset.isEmpty()) {
            ports(service, subset.putArray("ports"));
            subsets.add(subset);
        }
        return endpoints;
    }

    private static boolean chosen(JsonNode selector, ObjectNode pod) {
        JsonNode labels = pod.path("metadata").path("labels");
        return selector.properties().stream()
                .allMatch(it -> labels.path(it.getKey()).equals(it.getValue()));
    }

    private static void address(ArrayNode addresses, ObjectNode pod) {
        ObjectNode address = addresses
                .addObject()
                .put("ip", pod.path("status").path("podIP").asText())
                .put("nodeName", pod.path("spec").path("nodeName").asText());
        address.putObject("targetRef")
                .put("kind", "Pod")
                .put("namespace", Meta.namespace(pod))
                .put("name", Meta.name(pod))
                .put("uid", Meta.uid(pod));
    }

    private static void ports(ObjectNode service, ArrayNode ports) {
        for (JsonNode port : service.path("spec").path("ports")) {
            int number = port.path("targetPort").asInt(port.path("port").asInt());
            ports.addObject()
                    .put("name", port.path("name").asText())
                    .put("port", number)
                    .put("protocol", port.path("protocol").asText("TCP"));
        }
    }

    /** Whether somebody who asks this port of the service gets an answer. */
    public static boolean answers(ObjectNode service, ObjectNode endpoints, String port) {
        boolean open = Meta.items(service.path("spec").path("ports"))
                .anyMatch(it -> it.path("port").asText().equals(port)
                        || it.path("name").asText().equals(port));
        return open
                && Meta.items(endpoints.path("subsets"))
                        .anyMatch(it -> !it.path("addresses").isEmpty());
    }
}
