package dev.countersign.agent.tool.kubernetes.change;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiAnswer;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure;
import dev.countersign.agent.tool.kubernetes.api.ApiRequest;

/** Sends a write; fields that we patched earlier ourselves are no conflict with an apply. */
final class Sending {
    private static final String OURS = "conflict with \"" + Api.FIELD_MANAGER + "\"";

    private Sending() {}

    static ApiAnswer send(Write write, ApiRequest request, Api api) {
        try {
            return api.send(request, Api.MAX_BODY);
        } catch (ApiFailure failure) {
            boolean onlyOurs = !failure.conflicts().isEmpty()
                    && failure.conflicts().stream().allMatch(cause -> cause.contains(OURS));
            if (write.verb() == Verb.APPLY && onlyOurs) {
                return api.send(request.with("force", "true"), Api.MAX_BODY);
            }
            throw failure;
        }
    }
}
