package dev.countersign.agent.tool.kubernetes.sandbox.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Strategic merge patch: as a merge patch, but known lists are merged item by item. */
public final class StrategicMerge {
    private static final String PATCH = "$patch";
    private static final String DELETE = "$deleteFromPrimitiveList/";
    private static final String ORDER = "$setElementOrder/";
    private static final String RETAIN = "$retainKeys";

    private StrategicMerge() {}

    /** Changes the target in place. */
    public static void apply(ObjectNode target, ObjectNode patch) {
        merge(target, patch, "");
    }

    private static void merge(ObjectNode target, ObjectNode patch, String parent) {
        if (patch.path(PATCH).asText().equals("replace")) {
            target.removeAll();
        }
        if (patch.has(RETAIN)) {
            target.retain(texts(patch.path(RETAIN)));
        }
        patch.properties().forEach(it -> {
            String key = it.getKey();
            if (key.startsWith(DELETE)) {
                removeValues(target, key.substring(DELETE.length()), it.getValue());
            } else if (!key.startsWith("$")) {
                set(target, key, it.getValue(), parent);
            }
        });
        patch.properties().forEach(it -> {
            if (it.getKey().startsWith(ORDER)) {
                String key = it.getKey().substring(ORDER.length());
                order(target, key, it.getValue(), parent);
            }
        });
    }

    private static Set<String> texts(JsonNode list) {
        return Meta.items(list).map(JsonNode::asText).collect(Collectors.toSet());
    }

    private static void removeValues(ObjectNode target, String key, JsonNode gone) {
        if (target.get(key) instanceof ArrayNode list) {
            Set<String> values = texts(gone);
            list.removeIf(item -> values.contains(item.asText()));
        }
    }

    private static void set(ObjectNode target, String key, JsonNode value, String parent) {
        List<String> keys = MergeKeys.TYPED.of(parent, key);
        if (value.isNull()) {
            target.remove(key);
        } else if (value instanceof ObjectNode changes) {
            setObject(target, key, changes);
        } else if (value instanceof ArrayNode items && MergeKeys.TYPED.isSet(key)) {
            addValues(target, key, items);
        } else if (value instanceof ArrayNode items && !keys.isEmpty()) {
            mergeItems(target, key, items, keys.getFirst());
        } else {
            target.set(key, value.deepCopy());
        }
    }

    private static void setObject(ObjectNode target, String key, ObjectNode changes) {
        if (changes.path(PATCH).asText().equals("delete")) {
            target.remove(key);
            return;
        }
        ObjectNode under = target.get(key) instanceof ObjectNode there ? there : Json.object();
        merge(under, changes, key);
        target.set(key, under);
    }

    private static void addValues(ObjectNode target, String key, ArrayNode items) {
        ArrayNode list = target.get(key) instanceof ArrayNode there ? there : target.putArray(key);
        Set<String> known = texts(list);
        items.forEach(item -> {
            if (known.add(item.asText())) {
                list.add(item.deepCopy());
            }
        });
    }

    private static void mergeItems(ObjectNode target, String key, ArrayNode items, String by) {
        ArrayNode list = target.get(key) instanceof ArrayNode there ? there : target.putArray(key);
        if (Meta.items(items).anyMatch(it -> it.path(PATCH).asText().equals("replace"))) {
            list.removeAll();
        }
        List<JsonNode> fresh = new ArrayList<>();
        for (JsonNode item : items) {
            String directive = item.path(PATCH).asText();
            Optional<ObjectNode> there = find(list, by, item);
            if (directive.equals("delete")) {
                list.removeIf(it -> MergeKeys.same(List.of(by), it, item));
            } else if (there.isPresent()) {
                merge(there.get(), (ObjectNode) item, key);
            } else if (item instanceof ObjectNode object && object.has(by)) {
                ObjectNode added = Json.object();
                merge(added, object, key);
                fresh.add(added);
            }
        }
        list.addAll(fresh);
    }

    private static Optional<ObjectNode> find(ArrayNode list, String by, JsonNode wanted) {
        return Meta.items(list)
                .filter(it -> wanted.isObject() && MergeKeys.same(List.of(by), it, wanted))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .findFirst();
    }

    private static void order(ObjectNode target, String key, JsonNode wanted, String parent) {
        if (!(target.get(key) instanceof ArrayNode list)) {
            return;
        }
        List<String> keys = MergeKeys.TYPED.of(parent, key);
        List<String> order = Meta.items(wanted)
                .map(it -> keys.isEmpty() ? it.asText() : value(keys, it))
                .toList();
        List<JsonNode> items = new ArrayList<>(Meta.items(list).toList());
        items.sort(Comparator.comparingInt(it -> {
            int at = order.indexOf(keys.isEmpty() ? it.asText() : value(keys, it));
            return at < 0 ? order.size() : at;
        }));
        list.removeAll().addAll(items);
    }

    private static String value(List<String> keys, JsonNode item) {
        return MergeKeys.value(keys.getFirst(), item);
    }
}
