package dev.countersign.agent.tool.kubernetes.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.Draft;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Objects;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.Kinds;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.ResourceKind;
import dev.countersign.agent.tool.kubernetes.sandbox.live.Admission;
import dev.countersign.agent.tool.kubernetes.sandbox.live.Cascade;
import dev.countersign.agent.tool.kubernetes.sandbox.live.Workloads;
import dev.countersign.agent.tool.kubernetes.sandbox.patch.FieldOwner;
import dev.countersign.agent.tool.kubernetes.sandbox.patch.MergeKeys;
import dev.countersign.agent.tool.kubernetes.sandbox.patch.Ownership;
import dev.countersign.agent.tool.kubernetes.sandbox.patch.ServerSideApply;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures.Cause;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures.Subject;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.util.List;
import java.util.Optional;

/** Creating, updating, patching and applying. */
final class Writes {
    private final Objects objects;
    private final Kinds kinds;

    Writes(Objects objects, Kinds kinds) {
        this.objects = objects;
        this.kinds = kinds;
    }

    Answer create(Route route, Request request) {
        ObjectNode sent = request.object();
        checkIdentity(route, sent);
        Route place = route.to(Meta.name(sent));
        return Answer.made(objects.write(
                request.isDry(),
                Optional.of(place.mark("create")),
                draft -> created(place, request, sent, draft)));
    }

    private ObjectNode created(Route route, Request request, ObjectNode sent, Draft draft) {
        ResourceKind kind = route.kind();
        ObjectNode fresh = new Admission(draft).fresh(kind, sent);
        Ownership.update(
                Json.object(), fresh, manager(route, request, false), keys(kind), draft.now());
        return kept(route.to(Meta.name(fresh)), draft.put(kind, fresh), draft);
    }

    /** What the object has become after everything that follows from the write. */
    private ObjectNode kept(Route route, ObjectNode written, Draft draft) {
        new Cascade(draft, kinds).release(route.key());
        new Workloads(draft).settle();
        return draft.get(route.key()).orElse(written);
    }

    Answer update(Route route, Request request) {
        ObjectNode sent = request.object();
        return Answer.ok(objects.write(
                request.isDry(),
                Optional.of(route.mark("update")),
                draft -> replaced(route, request, sent, found(route, draft), draft)));
    }

    private static ObjectNode found(Route route, Draft draft) {
        return draft.get(route.key())
                .orElseThrow(() -> Failures.notFound(route.kind().named(route.name())));
    }

    Answer patch(Route route, Request request) {
        PatchBody patch = PatchBody.of(route, request);
        return Answer.ok(objects.write(request.isDry(), Optional.of(route.mark("patch")), draft -> {
            ObjectNode old = found(route, draft);
            boolean scale = route.subresource().equals("scale");
            ObjectNode target = scale ? Admission.scaleOf(old) : old.deepCopy();
            patch.applyTo(target);
            return replaced(route, request, target, old, draft);
        }));
    }

    /** The one place where the next state of an object that is there is written. */
    private ObjectNode replaced(
            Route route, Request request, ObjectNode sent, ObjectNode old, Draft draft) {
        ResourceKind kind = route.kind();
        boolean scale = route.subresource().equals("scale");
        if (!scale) {
            checkIdentity(route, sent);
        }
        Admission admission = new Admission(draft);
        ObjectNode next =
                switch (route.subresource()) {
                    case "scale" -> admission.next(kind, old, scaled(old, sent));
                    case "status" -> admission.nextStatus(kind, old, sent);
                    default -> admission.next(kind, old, sent);
                };
        Ownership.update(old, next, manager(route, request, false), keys(kind), draft.now());
        ObjectNode result = kept(route, draft.put(kind, next), draft);
        return scale ? Admission.scaleOf(result) : result;
    }

    private static ObjectNode scaled(ObjectNode old, ObjectNode scale) {
        if (!scale.path("spec").path("replicas").canConvertToInt()) {
            throw Failures.badRequest("a Scale needs spec.replicas as a number");
        }
        ObjectNode next = old.deepCopy();
        Meta.of(next).put("resourceVersion", Meta.version(scale));
        Json.child(next, "spec")
                .put("replicas", scale.path("spec").path("replicas").asInt());
        return next;
    }

    Answer apply(Route route, Request request) {
        if (request.query("fieldManager").isEmpty()) {
            throw Failures.invalid(
                    new Subject("PatchOptions", "meta.k8s.io", ""),
                    List.of(Cause.required("fieldManager", "is required for apply patch")));
        }
        ObjectNode sent = Json.yaml(request.body());
        checkIdentity(route, sent);
        boolean[] made = new boolean[1];
        ObjectNode result =
                objects.write(request.isDry(), Optional.of(route.mark("apply")), draft -> {
                    made[0] = draft.get(route.key()).isEmpty();
                    return applied(route, request, sent, draft);
                });
        return made[0] ? Answer.made(result) : Answer.ok(result);
    }

    private ObjectNode applied(Route route, Request request, ObjectNode sent, Draft draft) {
        ResourceKind kind = route.kind();
        if (sent.path("metadata").has("managedFields")) {
            throw Failures.badRequest("metadata.managedFields must be nil");
        }
        boolean ofStatus = route.subresource().equals("status");
        if (kind.has("status") && !ofStatus) {
            sent.remove("status");
        }
        FieldOwner manager = manager(route, request, true);
        ServerSideApply apply =
                new ServerSideApply(manager, request.asks("force"), keys(kind), draft.now());
        Admission admission = new Admission(draft);
        Optional<ObjectNode> old = draft.get(route.key());
        if (old.isEmpty() && !route.subresource().isEmpty()) {
            throw Failures.notFound(kind.named(route.name()));
        }
        ObjectNode next;
        if (old.isEmpty()) {
            next = apply.onto(Json.object(), sent);
            next = admission.fresh(kind, named(next, route));
        } else {
            ObjectNode merged = apply.onto(old.get(), sent);
            next = ofStatus
                    ? admission.nextStatus(kind, old.get(), merged)
                    : admission.next(kind, old.get(), merged);
        }
        return kept(route, draft.put(kind, next), draft);
    }

    private static ObjectNode named(ObjectNode object, Route route) {
        Meta.of(object).put("name", route.name());
        if (route.kind().namespaced()) {
            Meta.of(object).put("namespace", route.namespace());
        }
        return object;
    }

    private static FieldOwner manager(Route route, Request request, boolean applies) {
        return new FieldOwner(
                request.manager(), applies, route.kind().apiVersion(), route.subresource());
    }

    private static MergeKeys keys(ResourceKind kind) {
        return kind.custom() ? MergeKeys.UNTYPED : MergeKeys.TYPED;
    }

    /** What the body says about itself must be what the path says. */
    private static void checkIdentity(Route route, ObjectNode sent) {
        ResourceKind kind = route.kind();
        String version = sent.path("apiVersion").asText(kind.apiVersion());
        if (!version.equals(kind.apiVersion())) {
            throw Failures.badRequest("the API version in the data ("
                    + version
                    + ") does not match the expected API version ("
                    + kind.apiVersion()
                    + ")");
        }
        if (!sent.path("kind").asText(kind.kind()).equals(kind.kind())) {
            throw Failures.badRequest(sent.path("kind").asText()
                    + " is not the kind of this resource: " + kind.kind());
        }
        String name = Meta.name(sent);
        if (!route.isCollection() && !name.isEmpty() && !name.equals(route.name())) {
            throw Failures.badRequest("the name of the object ("
                    + name
                    + ") does not match the name on the URL ("
                    + route.name()
                    + ")");
        }
        checkNamespace(route, sent);
    }

    private static void checkNamespace(Route route, ObjectNode sent) {
        if (!route.kind().namespaced()) {
            return;
        }
        String namespace = Meta.namespace(sent);
        if (!namespace.isEmpty() && !namespace.equals(route.namespace())) {
            throw Failures.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the"
                            + " request");
        }
        if (route.namespace().isEmpty()) {
            throw Failures.methodNotAllowed();
        }
        Meta.of(sent).put("namespace", route.namespace());
    }
}
