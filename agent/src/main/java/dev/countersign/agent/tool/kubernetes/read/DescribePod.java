package dev.countersign.agent.tool.kubernetes.read;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.kubernetes.api.Yaml;
import dev.countersign.agent.tool.kubernetes.show.FieldPath;

import java.util.List;
import java.util.stream.Collectors;

/** A pod: where it runs, and how each container is. */
final class DescribePod {
    private DescribePod() {}

    static void on(Page page, JsonNode pod) {
        JsonNode spec = pod.path("spec");
        page.line("Node", spec.path("nodeName"));
        page.line("Status", PodState.status(pod));
        page.line("Ready", PodState.ready(pod));
        page.line("IP", pod.path("status").path("podIP"));
        page.lineIfAny("Service Account", spec.path("serviceAccountName"));
        for (String list : List.of("initContainers", "containers")) {
            for (JsonNode container : spec.path(list)) {
                page.block(
                        (list.equals("containers") ? "Container " : "Init container ")
                                + container.path("name").asText(),
                        container(container, pod));
            }
        }
        if (!spec.path("volumes").isEmpty()) {
            page.block("Volumes", Yaml.write(spec.path("volumes")));
        }
    }

    private static String container(JsonNode container, JsonNode pod) {
        FieldPath name = new FieldPath(
                List.of("containerStatuses", "[" + container.path("name").asText()));
        JsonNode status = name.in(pod.path("status"));
        var page = new Page();
        body(page, container);
        status.path("state")
                .properties()
                .forEach(state -> page.line("State", state.getKey() + reason(state.getValue())));
        status.path("lastState")
                .properties()
                .forEach(state ->
                        page.line("Last State", state.getKey() + reason(state.getValue())));
        page.lineIfAny("Ready", status.path("ready"));
        page.lineIfAny("Restart Count", status.path("restartCount"));
        return page.text();
    }

    /** What a container is made of, in a pod and in the template of one. */
    static void body(Page page, JsonNode container) {
        page.line("Image", container.path("image"));
        page.lineIfAny("Command", container.path("command"));
        page.lineIfAny("Args", container.path("args"));
        String ports = container
                .path("ports")
                .valueStream()
                .map(p -> p.path("containerPort").asText() + "/"
                        + p.path("protocol").asText("TCP"))
                .collect(Collectors.joining(", "));
        page.line("Ports", ports);
        page.lineIfAny("Limits", container.path("resources").path("limits"));
        page.lineIfAny("Requests", container.path("resources").path("requests"));
        for (JsonNode env : container.path("env")) {
            JsonNode from = env.path("valueFrom");
            page.line(
                    "Env " + env.path("name").asText(),
                    from.isMissingNode() ? env.path("value") : from);
        }
    }

    private static String reason(JsonNode state) {
        String text = List.of("reason", "exitCode", "message", "startedAt", "finishedAt").stream()
                .filter(state::has)
                .map(field -> field + " " + state.path(field).asText())
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? "" : " (" + text + ")";
    }
}
