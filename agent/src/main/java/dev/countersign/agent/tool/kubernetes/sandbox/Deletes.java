package dev.countersign.agent.tool.kubernetes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.Draft;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Key;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Objects;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.Kinds;
import dev.countersign.agent.tool.kubernetes.sandbox.live.Cascade;
import dev.countersign.agent.tool.kubernetes.sandbox.live.Workloads;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Deleting one object, a selection of them, or a pod by eviction. */
final class Deletes {
    private static final Set<String> PROTECTED = Set.of("default", "kube-system");

    private final Objects objects;
    private final Kinds kinds;

    Deletes(Objects objects, Kinds kinds) {
        this.objects = objects;
        this.kinds = kinds;
    }

    /** What a delete asks for, from the query and the body. */
    private record Options(boolean dry, boolean orphan, String uid, String version) {
        static Options of(Request request) {
            ObjectNode body = request.object();
            String policy = request.query("propagationPolicy")
                    .orElse(body.path("propagationPolicy").asText());
            JsonNode preconditions = body.path("preconditions");
            return new Options(
                    request.isDry() || !body.path("dryRun").isEmpty(),
                    policy.equals("Orphan") || body.path("orphanDependents").asBoolean(),
                    preconditions.path("uid").asText(""),
                    preconditions.path("resourceVersion").asText(""));
        }
    }

    Answer one(Route route, Request request) {
        return one(route, Options.of(request));
    }

    /** An eviction is a delete that a pod is asked for. */
    Answer evict(Route route, Request request) {
        boolean dry = request.isDry()
                || !request.object().path("deleteOptions").path("dryRun").isEmpty();
        one(route, new Options(dry, false, "", ""));
        return Answer.made(success());
    }

    private Answer one(Route route, Options options) {
        return Answer.ok(objects.write(options.dry(), Optional.of(route.mark("delete")), draft -> {
            ObjectNode object = checked(route, options, draft);
            delete(draft, route.key(), options);
            return draft.get(route.key()).orElseGet(() -> gone(route, object));
        }));
    }

    private static ObjectNode checked(Route route, Options options, Draft draft) {
        ObjectNode object = draft.get(route.key())
                .orElseThrow(() -> Failures.notFound(route.kind().named(route.name())));
        if (route.key().isOf(Kinds.builtIn("Namespace")) && PROTECTED.contains(route.name())) {
            throw Failures.forbidden(
                    route.kind().named(route.name()), "this namespace may not be deleted");
        }
        precondition(route, "UID", options.uid(), Meta.uid(object));
        precondition(route, "ResourceVersion", options.version(), Meta.version(object));
        return object;
    }

    private static void precondition(Route route, String what, String wanted, String actual) {
        if (!wanted.isEmpty() && !wanted.equals(actual)) {
            throw Failures.conflict(
                    route.kind().named(route.name()),
                    "Precondition failed: "
                            + what
                            + " in precondition: "
                            + wanted
                            + ", "
                            + what
                            + " in object meta: "
                            + actual);
        }
    }

    private void delete(Draft draft, Key key, Options options) {
        new Cascade(draft, kinds).delete(key, options.orphan());
        new Workloads(draft).settle();
    }

    Answer all(Route route, Request request) {
        Options options = Options.of(request);
        return Answer.ok(
                objects.write(options.dry(), Optional.of(route.mark("deletecollection")), draft -> {
                    List<ObjectNode> chosen = draft.list(route.kind(), route.place()).stream()
                            .filter(Reads.wanted(route, request))
                            .toList();
                    for (ObjectNode it : chosen) {
                        String namespace = Meta.namespace(it);
                        Key key = Key.of(route.kind(), namespace, Meta.name(it));
                        new Cascade(draft, kinds).delete(key, options.orphan());
                    }
                    new Workloads(draft).settle();
                    return Reads.plain(route.kind(), chosen, draft.version());
                }));
    }

    private static ObjectNode success() {
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        return status.put("status", "Success");
    }

    private static ObjectNode gone(Route route, ObjectNode object) {
        ObjectNode status = success();
        ObjectNode details = status.putObject("details").put("name", route.name());
        if (!route.kind().group().isEmpty()) {
            details.put("group", route.kind().group());
        }
        details.put("kind", route.kind().plural()).put("uid", Meta.uid(object));
        return status;
    }
}
