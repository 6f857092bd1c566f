package dev.countersign.agent.tool.kubernetes.sandbox.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which manager owns which fields of one object: its {@code managedFields}. */
public final class Ownership {
    private final List<Share> shares = new ArrayList<>();

    /** What one manager owns, and since when. */
    record Share(FieldOwner manager, String time, Set<List<String>> fields) {}

    private Ownership() {}

    static Ownership of(JsonNode object) {
        Ownership it = new Ownership();
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            it.shares.add(new Share(
                    FieldOwner.read(entry),
                    entry.path("time").asText(),
                    Fields.read(entry.path("fieldsV1"))));
        }
        return it;
    }

    /** Gives a manager what it has just changed, and takes it from the others. */
    public static void update(
            ObjectNode old, ObjectNode next, FieldOwner manager, MergeKeys keys, String now) {
        Set<List<String>> before = Fields.of(old, keys);
        Set<List<String>> after = Fields.of(next, keys);
        Set<List<String>> gone = new LinkedHashSet<>(before);
        gone.removeAll(after);
        Set<List<String>> changed = new LinkedHashSet<>(after);
        changed.removeIf(path -> before.contains(path)
                && (Fields.find(old, path).equals(Fields.find(next, path))
                        || path.getLast().startsWith("k:")));
        Ownership ownership = of(old);
        if (!changed.isEmpty() || !gone.isEmpty()) {
            ownership.take(gone);
            ownership.take(changed);
            ownership.give(manager, changed, now);
        }
        ownership.writeTo(next);
    }

    void take(Set<List<String>> fields) {
        shares.forEach(share -> share.fields().removeAll(fields));
        shares.removeIf(share -> share.fields().isEmpty());
    }

    private void give(FieldOwner manager, Set<List<String>> fields, String now) {
        if (fields.isEmpty()) {
            return;
        }
        Set<List<String>> all = new LinkedHashSet<>(owned(manager));
        all.addAll(fields);
        replace(manager, all, now);
    }

    /** From now on the manager owns exactly these. */
    void replace(FieldOwner manager, Set<List<String>> fields, String now) {
        boolean same = owned(manager).equals(fields);
        String time = same ? since(manager, now) : now;
        int at = shares.size();
        for (int i = 0; i < shares.size(); i++) {
            at = shares.get(i).manager().isSame(manager) ? i : at;
        }
        if (at < shares.size()) {
            shares.remove(at);
        }
        if (!fields.isEmpty()) {
            shares.add(at, new Share(manager, time, new LinkedHashSet<>(fields)));
        }
    }

    private String since(FieldOwner manager, String otherwise) {
        return shares.stream()
                .filter(share -> share.manager().isSame(manager))
                .map(Share::time)
                .findFirst()
                .orElse(otherwise);
    }

    Set<List<String>> owned(FieldOwner manager) {
        return shares.stream()
                .filter(share -> share.manager().isSame(manager))
                .map(Share::fields)
                .findFirst()
                .orElse(Set.of());
    }

    List<Share> others(FieldOwner manager) {
        return shares.stream().filter(share -> !share.manager().isSame(manager)).toList();
    }

    void writeTo(ObjectNode object) {
        ArrayNode entries = Json.array();
        for (Share share : shares) {
            FieldOwner manager = share.manager();
            ObjectNode entry = entries.addObject()
                    .put("manager", manager.name())
                    .put("operation", manager.applies() ? "Apply" : "Update")
                    .put("apiVersion", manager.apiVersion())
                    .put("time", share.time())
                    .put("fieldsType", "FieldsV1");
            entry.set("fieldsV1", Fields.written(share.fields()));
            if (!manager.subresource().isEmpty()) {
                entry.put("subresource", manager.subresource());
            }
        }
        Meta.of(object).remove("managedFields");
        if (!entries.isEmpty()) {
            Meta.of(object).set("managedFields", entries);
        }
    }
}
