package dev.countersign.agent.tool.kubernetes.sandbox.live;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.Draft;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Key;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.Kinds;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.ResourceKind;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the controllers write down about what they did. */
final class Events {
    private static final int MAX_EVENTS = 1_000;
    private static final ResourceKind EVENTS = Kinds.builtIn("Event");

    private final Draft draft;
    private int written;

    Events(Draft draft) {
        this.draft = draft;
    }

    void add(ObjectNode about, String reason, String message) {
        add("Normal", about, reason, message);
    }

    void warn(ObjectNode about, String reason, String message) {
        add("Warning", about, reason, message);
    }

    private void add(String type, ObjectNode about, String reason, String message) {
        if (written++ >= MAX_EVENTS) {
            return;
        }
        String namespace = Meta.namespace(about).isEmpty() ? "default" : Meta.namespace(about);
        ObjectNode event = Json.object().put("apiVersion", "v1").put("kind", "Event");
        Meta.of(event)
                .put("name", Meta.name(about) + "." + Long.toHexString(draft.version() + 1))
                .put("namespace", namespace);
        event.putObject("involvedObject")
                .put("apiVersion", about.path("apiVersion").asText())
                .put("kind", Meta.kind(about))
                .put("name", Meta.name(about))
                .put("namespace", Meta.namespace(about))
                .put("uid", Meta.uid(about));
        event.put("type", type).put("reason", reason).put("message", message);
        event.put("firstTimestamp", draft.now())
                .put("lastTimestamp", draft.now())
                .put("count", 1);
        event.putObject("source").put("component", "sandbox");
        event.put("reportingComponent", "sandbox");
        draft.put(EVENTS, event);
        if (written % 100 == 1) {
            forget();
        }
    }

    /** What a dry run has written has no version, and is the newest. */
    private static long age(ObjectNode event) {
        String version = Meta.version(event);
        return version.isEmpty() ? Long.MAX_VALUE : Long.parseLong(version);
    }

    /** Keeps the newest. */
    private void forget() {
        List<ObjectNode> all = draft.list(EVENTS, Optional.empty()).stream()
                .sorted(Comparator.comparingLong(Events::age))
                .toList();
        for (ObjectNode old : all.subList(0, Math.max(0, all.size() - MAX_EVENTS))) {
            draft.remove(Key.of(EVENTS, Meta.namespace(old), Meta.name(old)));
        }
    }
}
