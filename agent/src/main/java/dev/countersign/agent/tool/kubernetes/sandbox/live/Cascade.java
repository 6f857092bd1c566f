package dev.countersign.agent.tool.kubernetes.sandbox.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.Draft;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Key;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.Kinds;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.ResourceKind;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Deleting, and what goes along: dependents, the content of a namespace, custom resources. */
public final class Cascade {
    private final Draft draft;
    private final Kinds kinds;

    public Cascade(Draft draft, Kinds kinds) {
        this.draft = draft;
        this.kinds = kinds;
    }

    /** Removes an object, or marks it as going where finalizers hold it. */
    public void delete(Key key, boolean orphan) {
        Map<String, List<Key>> dependents = dependents();
        Deque<Key> due = new ArrayDeque<>(List.of(key));
        boolean first = true;
        while (!due.isEmpty()) {
            Key next = due.poll();
            if (draft.get(next).isEmpty()) {
                continue;
            }
            ObjectNode object = draft.get(next).orElseThrow();
            List<Key> children = dependents.getOrDefault(Meta.uid(object), List.of());
            if (first && orphan) {
                children.forEach(child -> orphan(child, Meta.uid(object)));
            } else {
                children.stream().filter(child -> isLastOwner(child, object)).forEach(due::add);
            }
            due.addAll(contentOf(next, object));
            take(next, object);
            first = false;
        }
        finishNamespaces();
    }

    private Map<String, List<Key>> dependents() {
        Map<String, List<Key>> found = new HashMap<>();
        draft.everything().forEach((key, object) -> Meta.owners(object)
                .map(owner -> owner.path("uid").asText())
                .forEach(uid ->
                        found.computeIfAbsent(uid, any -> new ArrayList<>()).add(key)));
        return found;
    }

    /** An object with another owner that is still there stays. */
    private boolean isLastOwner(Key child, ObjectNode owner) {
        return draft.get(child).stream()
                .flatMap(Meta::owners)
                .allMatch(it -> it.path("uid").asText().equals(Meta.uid(owner)));
    }

    private void orphan(Key child, String uid) {
        ObjectNode kept = draft.get(child).orElseThrow().deepCopy();
        if (Meta.of(kept).get("ownerReferences") instanceof ArrayNode owners) {
            owners.removeIf(it -> it.path("uid").asText().equals(uid));
            if (owners.isEmpty()) {
                Meta.of(kept).remove("ownerReferences");
            }
        }
        keep(child, kept);
    }

    private List<Key> contentOf(Key key, ObjectNode object) {
        if (key.isOf(Kinds.builtIn("Namespace"))) {
            return draft.everything().keySet().stream()
                    .filter(it -> it.namespace().equals(key.name()))
                    .toList();
        }
        if (key.isOf(Kinds.builtIn("CustomResourceDefinition"))) {
            JsonNode spec = object.path("spec");
            return draft.everything().keySet().stream()
                    .filter(it -> it.group().equals(spec.path("group").asText()))
                    .filter(it ->
                            it.plural().equals(spec.path("names").path("plural").asText()))
                    .toList();
        }
        return List.of();
    }

    private void take(Key key, ObjectNode object) {
        boolean namespace = key.isOf(Kinds.builtIn("Namespace"));
        if (!Meta.hasFinalizers(object) && !namespace) {
            draft.remove(key);
        } else if (!Meta.isGoing(object)) {
            ObjectNode going = object.deepCopy();
            Meta.of(going)
                    .put("deletionTimestamp", draft.now())
                    .put("deletionGracePeriodSeconds", 0);
            if (namespace) {
                going.putObject("status").put("phase", "Terminating");
            }
            keep(key, going);
        }
    }

    private void keep(Key key, ObjectNode object) {
        ResourceKind kind = kinds.all().stream().filter(key::isOf).findFirst().orElseThrow();
        draft.put(kind, object);
    }

    /** Takes away what was only held by a finalizer that is gone now. */
    public void release(Key key) {
        boolean free = draft.get(key)
                .filter(it -> Meta.isGoing(it) && !Meta.hasFinalizers(it))
                .isPresent();
        if (free && !key.isOf(Kinds.builtIn("Namespace"))) {
            draft.remove(key);
        }
        finishNamespaces();
    }

    /** A namespace that is going is gone when nothing is left in it. */
    private void finishNamespaces() {
        ResourceKind namespaces = Kinds.builtIn("Namespace");
        for (ObjectNode namespace :
                List.copyOf(draft.list(namespaces, java.util.Optional.empty()))) {
            String name = Meta.name(namespace);
            if (Meta.isGoing(namespace)
                    && !Meta.hasFinalizers(namespace)
                    && draft.everything().keySet().stream()
                            .noneMatch(it -> it.namespace().equals(name))) {
                draft.remove(Key.of(namespaces, "", name));
            }
        }
    }
}
