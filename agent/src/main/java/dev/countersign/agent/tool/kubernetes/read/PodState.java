package dev.countersign.agent.tool.kubernetes.read;

import com.fasterxml.jackson.databind.JsonNode;

/** How a pod is, in the words of kubectl. */
final class PodState {
    private PodState() {}

    static String ready(JsonNode pod) {
        JsonNode statuses = pod.path("status").path("containerStatuses");
        long ready =
                statuses.valueStream().filter(s -> s.path("ready").asBoolean()).count();
        return ready + "/" + pod.path("spec").path("containers").size();
    }

    static String restarts(JsonNode pod) {
        long restarts = pod.path("status")
                .path("containerStatuses")
                .valueStream()
                .mapToLong(s -> s.path("restartCount").asLong())
                .sum();
        return String.valueOf(restarts);
    }

    /** The phase, or what holds a container up. */
    static String status(JsonNode pod) {
        if (pod.path("metadata").has("deletionTimestamp")) {
            return "Terminating";
        }
        JsonNode status = pod.path("status");
        String reason = status.path("reason").asText();
        for (JsonNode container : status.path("containerStatuses")) {
            JsonNode state = container.path("state");
            String waiting = state.path("waiting").path("reason").asText();
            String ended = state.path("terminated").path("reason").asText();
            reason = !waiting.isEmpty() ? waiting : !ended.isEmpty() ? ended : reason;
        }
        return reason.isEmpty() ? status.path("phase").asText("Unknown") : reason;
    }
}
