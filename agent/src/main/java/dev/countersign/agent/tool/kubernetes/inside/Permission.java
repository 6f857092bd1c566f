package dev.countersign.agent.tool.kubernetes.inside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure;
import dev.countersign.agent.tool.kubernetes.api.ApiRequest;
import dev.countersign.agent.tool.kubernetes.api.Json;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;

import java.util.Map;

/** Asks the cluster whether we might, where nothing can be tried: a command has no dry run. */
final class Permission {
    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    private Permission() {}

    /** Says no in words for the model; a cluster that does not answer such questions allows. */
    static void check(Api api, String verb, ObjectRef ref, String subresource) {
        ObjectNode review = Json.newObject()
                .put("apiVersion", "authorization.k8s.io/v1")
                .put("kind", "SelfSubjectAccessReview");
        review.putObject("spec")
                .putObject("resourceAttributes")
                .put("verb", verb)
                .put("group", ref.type().group())
                .put("resource", ref.type().plural())
                .put("subresource", subresource)
                .put("namespace", ref.namespace())
                .put("name", ref.name());
        if (!allowed(api, review)) {
            throw new ToolFailed("%s may not %s %s/%s in %s, so nobody was asked. Do not try it"
                            .formatted(
                                    api.identity(),
                                    verb,
                                    ref.type().plural(),
                                    subresource,
                                    ref.namespace())
                    + " again; tell the user which permission is missing.");
        }
    }

    private static boolean allowed(Api api, ObjectNode review) {
        try {
            JsonNode status = api.json(new ApiRequest(
                            "POST",
                            REVIEWS,
                            Map.of(),
                            ApiRequest.JSON,
                            ApiRequest.JSON,
                            Json.compact(review),
                            ""))
                    .path("status");
            return status.path("allowed").asBoolean();
        } catch (ApiFailure failure) {
            if (failure.kind() == ApiFailure.Kind.REFUSED && failure.code() < 429) {
                return true;
            }
            throw failure;
        }
    }
}
