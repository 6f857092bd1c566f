package dev.countersign.agent.tool.kubernetes.sandbox.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.Draft;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Key;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.Kinds;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.ResourceKind;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures.Cause;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes what a client sends into what is kept: the server's own fields, defaults, checks. */
public final class Admission {
    private static final List<String> FROM_SERVER =
            List.of("uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds");
    private static final Set<String> GENERATIONS = Set.of(
            "apps", "batch", "networking.k8s.io", "policy", "autoscaling", "apiextensions.k8s.io");

    private final Draft draft;

    public Admission(Draft draft) {
        this.draft = draft;
    }

    /** A new object; the namespace must be there, and the name free. */
    public ObjectNode fresh(ResourceKind kind, ObjectNode sent) {
        ObjectNode next = sent.deepCopy();
        ObjectNode meta = Meta.of(next);
        meta.remove(FROM_SERVER);
        meta.remove(List.of("resourceVersion", "generation", "selfLink"));
        if (Meta.name(next).isEmpty() && !Meta.text(next, "generateName").isEmpty()) {
            String prefix = Meta.text(next, "generateName");
            meta.put("name", prefix + Names.suffix(prefix + draft.version()));
        }
        if (kind.has("status")) {
            next.remove("status");
        }
        checkNamespace(kind, Meta.namespace(next));
        finish(kind, next);
        if (draft.get(key(kind, next)).isPresent()) {
            throw Failures.alreadyExists(kind.named(Meta.name(next)));
        }
        if (counts(kind)) {
            meta.put("generation", 1);
        }
        return next;
    }

    private static Key key(ResourceKind kind, ObjectNode object) {
        return Key.of(kind, Meta.namespace(object), Meta.name(object));
    }

    private void checkNamespace(ResourceKind kind, String namespace) {
        if (!kind.namespaced()) {
            return;
        }
        ResourceKind namespaces = Kinds.builtIn("Namespace");
        Optional<ObjectNode> found = draft.get(namespaces, "", namespace);
        if (found.isEmpty()) {
            throw Failures.notFound(namespaces.named(namespace));
        }
        if (Meta.isGoing(found.get())) {
            throw Failures.forbidden(
                    kind.named(""),
                    "unable to create new content in namespace "
                            + namespace
                            + " because it is being terminated");
        }
    }

    /** The next state of an object, where the client sent or patched the main resource. */
    public ObjectNode next(ResourceKind kind, ObjectNode old, ObjectNode sent) {
        ObjectNode next = sent.deepCopy();
        same(kind, old, next);
        if (kind.has("status")) {
            copy(old, next, "status");
        }
        finish(kind, next);
        Validation.unchanged(kind, old, next);
        if (counts(kind)) {
            boolean changed = !old.path("spec").equals(next.path("spec"));
            int generation = Meta.of(old).path("generation").asInt(1);
            Meta.of(next).put("generation", changed ? generation + 1 : generation);
        }
        return next;
    }

    /** The next state of an object, where the client sent or patched the status alone. */
    public ObjectNode nextStatus(ResourceKind kind, ObjectNode old, ObjectNode sent) {
        same(kind, old, sent);
        ObjectNode next = old.deepCopy();
        copy(sent, next, "status");
        return next;
    }

    private static boolean counts(ResourceKind kind) {
        return kind.custom() || GENERATIONS.contains(kind.group());
    }

    private static void same(ResourceKind kind, ObjectNode old, ObjectNode next) {
        String version = Meta.version(next);
        if (!version.isEmpty() && !version.equals(Meta.version(old))) {
            throw Failures.modified(kind.named(Meta.name(old)));
        }
        String uid = Meta.uid(next);
        if (!uid.isEmpty() && !uid.equals(Meta.uid(old))) {
            throw Failures.conflict(
                    kind.named(Meta.name(old)),
                    "Precondition failed: UID in precondition: "
                            + uid
                            + ", UID in object meta: "
                            + Meta.uid(old));
        }
        ObjectNode meta = Meta.of(next);
        FROM_SERVER.forEach(field -> copy(Meta.of(old), meta, field));
        copy(Meta.of(old), meta, "generation");
        meta.put("resourceVersion", Meta.version(old));
    }

    private static void copy(ObjectNode from, ObjectNode to, String field) {
        JsonNode value = from.path(field);
        if (value.isMissingNode()) {
            to.remove(field);
        } else {
            to.set(field, value.deepCopy());
        }
    }

    private void finish(ResourceKind kind, ObjectNode next) {
        dropNulls(next);
        if (!kind.namespaced()) {
            Meta.of(next).remove("namespace");
        }
        Defaults.fill(kind, next);
        List<Cause> causes = Validation.check(kind, next);
        if (!causes.isEmpty()) {
            throw Failures.invalid(kind.called(Meta.name(next)), causes);
        }
    }

    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(it -> it.getValue().isNull());
        }
        node.forEach(Admission::dropNulls);
    }

    /** A scale as it is asked of the object it belongs to. */
    public static ObjectNode scaleOf(ObjectNode object) {
        ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode meta = scale.putObject("metadata");
        for (String field :
                List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            meta.put(field, Meta.text(object, field));
        }
        scale.putObject("spec")
                .put("replicas", object.path("spec").path("replicas").asInt());
        ObjectNode status = scale.putObject("status");
        status.put("replicas", object.path("status").path("replicas").asInt());
        StringBuilder selector = new StringBuilder();
        object.path("spec")
                .path("selector")
                .path("matchLabels")
                .properties()
                .forEach(it -> selector.append(selector.isEmpty() ? "" : ",")
                        .append(it.getKey() + "=" + it.getValue().asText()));
        status.put("selector", selector.toString());
        return scale;
    }
}
