package dev.countersign.agent.tool.kubernetes.sandbox.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.Draft;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.Kinds;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.util.List;

/** Pods that are scheduled and running as soon as they are there, or crash as they are told. */
final class Pods {
    /** A pod with this annotation crashes again and again. */
    static final String CRASHES = "sandbox.countersign.dev/crashes";

    private static final int NODES = 2;
    private static final int RESTARTS = 7;

    private Pods() {}

    static boolean isReady(JsonNode pod) {
        return Meta.items(pod.path("status").path("containerStatuses"))
                .allMatch(it -> it.path("ready").asBoolean());
    }

    /** Gives a pod that has no status yet a node, an address and running containers. */
    static ObjectNode run(Draft draft, Events events, ObjectNode pod) {
        if (pod.path("status").has("phase")) {
            return pod;
        }
        ObjectNode next = pod.deepCopy();
        String name = Meta.namespace(pod) + "/" + Meta.name(pod);
        int number = Names.number(name, 60_000);
        ObjectNode spec = Json.child(next, "spec");
        Json.putIfAbsent(spec, "nodeName", "sandbox-node-" + (number % NODES + 1));
        Json.putIfAbsent(spec, "serviceAccountName", "default");
        ObjectNode status = next.putObject("status").put("phase", "Running");
        status.put("hostIP", "10.0.0." + (number % NODES + 11));
        status.put("podIP", "10.244." + number / 250 + "." + (number % 250 + 2));
        status.putArray("podIPs").addObject().put("ip", status.path("podIP").asText());
        status.put("qosClass", "BestEffort").put("startTime", draft.now());
        boolean crashes = pod.path("metadata").path("annotations").has(CRASHES);
        ArrayNode conditions = status.putArray("conditions");
        for (String type : List.of("PodScheduled", "Initialized", "ContainersReady", "Ready")) {
            boolean is = !crashes || !type.endsWith("Ready");
            conditions
                    .addObject()
                    .put("type", type)
                    .put("status", is ? "True" : "False")
                    .put("lastTransitionTime", draft.now());
        }
        ArrayNode containers = status.putArray("containerStatuses");
        spec.path("containers").forEach(it -> containers.add(container(it, crashes, draft.now())));
        ObjectNode kept = draft.put(Kinds.builtIn("Pod"), next);
        tell(events, kept, crashes);
        return kept;
    }

    private static ObjectNode container(JsonNode spec, boolean crashes, String now) {
        ObjectNode it = Json.object();
        it.put("name", spec.path("name").asText())
                .put("image", spec.path("image").asText());
        it.put("imageID", "").put("ready", !crashes).put("started", !crashes);
        it.put("restartCount", crashes ? RESTARTS : 0);
        ObjectNode state = it.putObject("state");
        if (crashes) {
            state.putObject("waiting")
                    .put("reason", "CrashLoopBackOff")
                    .put("message", "back-off 5m0s restarting failed container");
            it.putObject("lastState")
                    .putObject("terminated")
                    .put("exitCode", 1)
                    .put("reason", "Error")
                    .put("startedAt", now)
                    .put("finishedAt", now);
        } else {
            state.putObject("running").put("startedAt", now);
            it.putObject("lastState");
        }
        return it;
    }

    private static void tell(Events events, ObjectNode pod, boolean crashes) {
        String node = pod.path("spec").path("nodeName").asText();
        String place = Meta.namespace(pod) + "/" + Meta.name(pod);
        events.add(pod, "Scheduled", "Successfully assigned " + place + " to " + node);
        for (JsonNode container : pod.path("spec").path("containers")) {
            String name = container.path("name").asText();
            String image = container.path("image").asText();
            events.add(pod, "Pulled", "Container image \"" + image + "\" already present");
            events.add(pod, "Created", "Created container: " + name);
            events.add(pod, "Started", "Started container " + name);
            if (crashes) {
                events.warn(
                        pod,
                        "BackOff",
                        "Back-off restarting failed container " + name + " in pod " + place);
            }
        }
    }
}
