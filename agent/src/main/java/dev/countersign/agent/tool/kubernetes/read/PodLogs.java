package dev.countersign.agent.tool.kubernetes.read;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiAnswer;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure;
import dev.countersign.agent.tool.kubernetes.api.ApiRequest;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;
import dev.countersign.agent.tool.kubernetes.frame.Args;
import dev.countersign.agent.tool.kubernetes.frame.ReadTool.Reading;
import dev.countersign.agent.tool.kubernetes.show.Masked;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The last lines of a container's log, never more than the limit. */
final class PodLogs implements Reading {
    /** How much of a log is read, in bytes. */
    static final int MAX_BYTES = 240_000;

    private static final int MAX_LINES = 10_000;
    private static final int NEAR = 5;

    @Override
    public String read(Args args, Api api) {
        var pod = new ObjectRef(
                api.types().find("v1", "Pod"), args.name("namespace"), args.name("pod_name"));
        ApiRequest request = ApiRequest.get(pod.path() + "/log")
                .accepting("*/*")
                .with("tailLines", String.valueOf(args.number("tail_lines", 1, MAX_LINES)))
                .with("limitBytes", String.valueOf(MAX_BYTES));
        String container = args.name("container");
        if (!container.isEmpty()) {
            request = request.with("container", container);
        }
        if (args.flag("previous")) {
            request = request.with("previous", "true");
        }
        return shown(log(api, pod, request), pod);
    }

    private static ApiAnswer log(Api api, ObjectRef pod, ApiRequest request) {
        try {
            return api.send(request, MAX_BYTES);
        } catch (ApiFailure failure) {
            List<String> near = failure.notFound() ? near(api, pod) : List.of();
            if (near.isEmpty()) {
                throw failure;
            }
            throw new ToolFailed("There is no pod " + pod.name() + " in " + pod.namespace()
                    + ". Pods whose names begin so: " + String.join(", ", near) + ".");
        }
    }

    private static List<String> near(Api api, ObjectRef pod) {
        List<String> near = new ArrayList<>();
        for (var item : api.itemsIfAllowed("pods", pod.namespace(), Map.of())) {
            String name = item.path("metadata").path("name").asText();
            if (near.size() < NEAR && name.startsWith(pod.name())) {
                near.add(name);
            }
        }
        return near;
    }

    private static String shown(ApiAnswer answer, ObjectRef pod) {
        String text = Masked.text(answer.text());
        if (text.isBlank()) {
            return "Pod " + pod.name() + " has written nothing to its log.";
        }
        boolean cut = answer.cut() || answer.body().length >= MAX_BYTES;
        return cut
                ? text + "\n... the log is longer than " + MAX_BYTES
                        + " bytes; ask for fewer tail_lines to see its end."
                : text;
    }
}
