package dev.countersign.agent.tool.kubernetes.inside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;
import dev.countersign.agent.tool.kubernetes.frame.Args;

import java.util.List;

/** The running container that a command is for. */
record Place(ObjectRef pod, String container, String uid) {

    static Place of(Args args, Api api) {
        var pod = new ObjectRef(
                api.types().find("v1", "Pod"), args.name("namespace"), args.name("pod_name"));
        ObjectNode object = api.get(pod);
        String phase = object.path("status").path("phase").asText("Unknown");
        if (!phase.equals("Running")) {
            throw new ToolFailed(pod.words() + " is " + phase
                    + ", and a command needs a running pod. Choose another pod.");
        }
        List<String> containers = object.path("spec")
                .path("containers")
                .valueStream()
                .map(c -> c.path("name").asText())
                .toList();
        String wanted = args.name("container");
        String container = wanted.isEmpty() ? first(object, containers) : wanted;
        if (!containers.contains(container)) {
            throw new ToolFailed(pod.words() + " has no container " + container
                    + ". Its containers are: " + String.join(", ", containers) + ".");
        }
        return new Place(pod, container, object.path("metadata").path("uid").asText());
    }

    private static String first(ObjectNode pod, List<String> containers) {
        JsonNode usual = pod.path("metadata")
                .path("annotations")
                .path("kubectl.kubernetes.io/default-container");
        return usual.isTextual() ? usual.asText() : containers.getFirst();
    }
}
