package dev.countersign.agent.tool.kubernetes.sandbox.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.ApiFailure;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Server-side apply: a manager says what it wants, and owns that until it no longer says it. */
public final class ServerSideApply {
    private final FieldOwner manager;
    private final boolean force;
    private final MergeKeys keys;
    private final String now;

    public ServerSideApply(FieldOwner manager, boolean force, MergeKeys keys, String now) {
        this.manager = manager;
        this.force = force;
        this.keys = keys;
        this.now = now;
    }

    /** A field that somebody else owns and has set to something else. */
    private record Clash(Ownership.Share share, List<String> path) {}

    /** The live object as it is after the apply; neither argument is changed. */
    public ObjectNode onto(ObjectNode live, ObjectNode applied) {
        Ownership ownership = Ownership.of(live);
        Set<List<String>> wanted = Fields.of(applied, keys);
        List<Clash> clashes = clashes(ownership, live, applied, wanted);
        if (!clashes.isEmpty() && !force) {
            throw conflict(clashes);
        }
        Set<List<String>> lost = new LinkedHashSet<>();
        clashes.forEach(clash -> lost.add(clash.path()));
        ownership.take(lost);
        ObjectNode next = live.deepCopy();
        merge(next, applied, "");
        dropped(ownership, wanted).forEach(path -> Fields.remove(next, path));
        ownership.replace(manager, wanted, now);
        ownership.writeTo(next);
        return next;
    }

    private List<Clash> clashes(
            Ownership ownership, ObjectNode live, ObjectNode applied, Set<List<String>> wanted) {
        List<Clash> found = new ArrayList<>();
        for (Ownership.Share share : ownership.others(manager)) {
            for (List<String> path : share.fields()) {
                if (wanted.contains(path)
                        && !path.getLast().startsWith("k:")
                        && !Fields.find(live, path).equals(Fields.find(applied, path))) {
                    found.add(new Clash(share, path));
                }
            }
        }
        return found;
    }

    /** What this manager owned, does not say any more, and nobody else owns; deepest first. */
    private List<List<String>> dropped(Ownership ownership, Set<List<String>> wanted) {
        Set<List<String>> gone = new LinkedHashSet<>(ownership.owned(manager));
        gone.removeAll(wanted);
        for (Ownership.Share share : ownership.others(manager)) {
            gone.removeIf(path -> share.fields().stream()
                    .anyMatch(it -> it.size() >= path.size()
                            && it.subList(0, path.size()).equals(path)));
        }
        List<List<String>> ordered = new ArrayList<>(gone);
        ordered.sort(Comparator.<List<String>>comparingInt(List::size).reversed());
        return ordered;
    }

    private void merge(ObjectNode target, ObjectNode applied, String parent) {
        applied.properties().forEach(it -> {
            String key = it.getKey();
            JsonNode value = it.getValue();
            List<String> by = keys.of(parent, key);
            if (value instanceof ObjectNode object) {
                merge(Json.child(target, key), object, key);
            } else if (value instanceof ArrayNode list && keys.isSet(key)) {
                union(target, key, list);
            } else if (value instanceof ArrayNode list && !by.isEmpty()) {
                items(target, key, list, by);
            } else {
                target.set(key, value.deepCopy());
            }
        });
    }

    private static void union(ObjectNode target, String key, ArrayNode wanted) {
        ArrayNode list = target.get(key) instanceof ArrayNode there ? there : target.putArray(key);
        for (JsonNode item : wanted) {
            if (Meta.items(list).noneMatch(item::equals)) {
                list.add(item.deepCopy());
            }
        }
    }

    private void items(ObjectNode target, String key, ArrayNode wanted, List<String> by) {
        ArrayNode list = target.get(key) instanceof ArrayNode there ? there : target.putArray(key);
        for (JsonNode item : wanted) {
            ObjectNode into = Meta.items(list)
                    .filter(it -> MergeKeys.same(by, it, item))
                    .filter(ObjectNode.class::isInstance)
                    .map(ObjectNode.class::cast)
                    .findFirst()
                    .orElseGet(list::addObject);
            if (item instanceof ObjectNode object) {
                merge(into, object, key);
            }
        }
    }

    private static ApiFailure conflict(List<Clash> clashes) {
        ArrayNode causes = Json.array();
        Map<String, List<String>> byManager = new TreeMap<>();
        for (Clash clash : clashes) {
            String who = shown(clash.share());
            String path = Fields.shown(clash.path());
            byManager.computeIfAbsent(who, any -> new ArrayList<>()).add(path);
            causes.addObject()
                    .put("reason", "FieldManagerConflict")
                    .put("message", "conflict with " + who)
                    .put("field", path);
        }
        ObjectNode details = Json.object();
        details.set("causes", causes);
        return new ApiFailure(409, "Conflict", message(clashes.size(), byManager), details);
    }

    private static String message(int count, Map<String, List<String>> byManager) {
        if (count == 1) {
            Map.Entry<String, List<String>> only =
                    byManager.entrySet().iterator().next();
            return "Apply failed with 1 conflict: conflict with "
                    + only.getKey()
                    + ": "
                    + only.getValue().getFirst();
        }
        List<String> lines = new ArrayList<>();
        byManager.forEach((who, paths) -> {
            lines.add("conflicts with " + who + ":");
            paths.forEach(path -> lines.add("- " + path));
        });
        return "Apply failed with " + count + " conflicts: " + String.join("\n", lines);
    }

    private static String shown(Ownership.Share share) {
        FieldOwner manager = share.manager();
        String name = "\"" + manager.name() + "\"";
        if (!manager.subresource().isEmpty()) {
            name += " with subresource \"" + manager.subresource() + "\"";
        }
        if (manager.applies()) {
            return name;
        }
        String since = share.time().isEmpty() ? "" : " at " + share.time();
        return name + " using " + manager.apiVersion() + since;
    }
}
