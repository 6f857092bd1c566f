package dev.countersign.agent.tool.kubernetes.access;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiRequest;
import dev.countersign.agent.tool.kubernetes.api.Json;

import java.util.Map;
import java.util.Optional;

/** One question to the cluster's own authorizer. */
final class Review {
    private static final String GROUP = "authorization.k8s.io/v1";

    /** What a cluster adds to everybody who signs in; a review does not add it by itself. */
    private static final String EVERYBODY = "system:authenticated";

    private Review() {}

    /** About an account, or about who asks where there is none. */
    static boolean allows(Api api, Optional<Account> account, Right right) {
        String kind = account.isPresent() ? "SubjectAccessReview" : "SelfSubjectAccessReview";
        ObjectNode review = Json.newObject().put("apiVersion", GROUP).put("kind", kind);
        ObjectNode spec = review.putObject("spec");
        account.ifPresent(who -> {
            spec.put("user", who.user());
            var groups = spec.putArray("groups");
            who.groups().forEach(groups::add);
            groups.add(EVERYBODY);
        });
        spec.putObject("resourceAttributes")
                .put("verb", right.verb())
                .put("group", right.type().group())
                .put("resource", right.type().plural())
                .put("subresource", right.subresource())
                .put("namespace", right.namespace())
                .put("name", right.name());
        String path = "/apis/" + GROUP + "/" + kind.toLowerCase(java.util.Locale.ROOT) + "s";
        var asked = new ApiRequest(
                "POST", path, Map.of(), ApiRequest.JSON, ApiRequest.JSON, Json.compact(review), "");
        return api.json(asked).path("status").path("allowed").asBoolean();
    }
}
