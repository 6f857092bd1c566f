package dev.countersign.agent.tool.kubernetes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.util.Set;
import java.util.stream.Collectors;

/** Who may do what: everybody everything, but for the rights that were taken away. */
final class Access {
    private final Faults faults;

    Access(Faults faults) {
        this.faults = faults;
    }

    static Faults.Ask ask(Route route, Request request) {
        return new Faults.Ask(
                request.user(),
                request.groups(),
                route.verb(request),
                resource(route),
                route.namespace());
    }

    private static String resource(Route route) {
        String sub = route.subresource();
        return sub.isEmpty() ? route.kind().plural() : route.kind().plural() + "/" + sub;
    }

    private static Set<String> groups(JsonNode spec) {
        return Meta.items(spec.path("groups")).map(JsonNode::asText).collect(Collectors.toSet());
    }

    void check(Route route, Request request) {
        Faults.Ask ask = ask(route, request);
        if (!faults.denies(ask)) {
            return;
        }
        String where = route.namespace().isEmpty()
                ? " at the cluster scope"
                : " in the namespace \"" + route.namespace() + "\"";
        throw Failures.forbidden(
                route.kind().named(route.name()),
                "User \""
                        + ask.user()
                        + "\" cannot "
                        + ask.verb()
                        + " resource \""
                        + ask.resource()
                        + "\" in API group \""
                        + route.kind().group()
                        + "\""
                        + where);
    }

    /** The answer to a review: the same object with its status. About oneself all may ask. */
    ObjectNode review(Route route, Request request) {
        ObjectNode review = request.review();
        JsonNode spec = review.path("spec");
        JsonNode what = spec.path("resourceAttributes");
        boolean self = route.kind().kind().equals("SelfSubjectAccessReview");
        if (!self) {
            check(route, request);
        }
        String user = self ? request.user() : spec.path("user").asText();
        String sub = what.path("subresource").asText();
        String resource = what.path("resource").asText() + (sub.isEmpty() ? "" : "/" + sub);
        boolean denied = faults.denies(new Faults.Ask(
                user,
                self ? request.groups() : groups(spec),
                what.path("verb").asText(),
                resource,
                what.path("namespace").asText()));
        review.put("apiVersion", route.kind().apiVersion())
                .put("kind", route.kind().kind());
        Json.child(review, "metadata");
        ObjectNode status = review.putObject("status").put("allowed", !denied);
        if (denied) {
            status.put("reason", "a rule of the sandbox denies it");
        }
        return review;
    }
}
