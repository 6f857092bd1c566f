package dev.countersign.agent.tool.kubernetes.sandbox.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The leaves of an object as paths of {@code f:field}, {@code k:{keys}} and {@code v:value}. */
final class Fields {
    private static final Set<String> SERVER_OWNED = Set.of(
            "name",
            "namespace",
            "generateName",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "managedFields",
            "selfLink");

    private Fields() {}

    static Set<List<String>> of(ObjectNode object, MergeKeys keys) {
        Set<List<String>> found = new LinkedHashSet<>();
        object.properties().forEach(it -> {
            String key = it.getKey();
            if (key.equals("metadata") && it.getValue() instanceof ObjectNode meta) {
                ObjectNode ours = meta.deepCopy();
                ours.remove(SERVER_OWNED);
                walk(ours, List.of("f:metadata"), "metadata", keys, found);
            } else if (!key.equals("apiVersion") && !key.equals("kind")) {
                field(it.getValue(), List.of(), key, "", keys, found);
            }
        });
        found.remove(List.of("f:metadata"));
        return found;
    }

    private static void walk(
            ObjectNode object,
            List<String> path,
            String name,
            MergeKeys keys,
            Set<List<String>> found) {
        if (object.isEmpty()) {
            found.add(path);
        }
        object.properties()
                .forEach(it -> field(it.getValue(), path, it.getKey(), name, keys, found));
    }

    private static void field(
            JsonNode value,
            List<String> above,
            String key,
            String parent,
            MergeKeys keys,
            Set<List<String>> found) {
        List<String> path = plus(above, "f:" + key);
        List<String> by = keys.of(parent, key);
        if (value instanceof ObjectNode object) {
            walk(object, path, key, keys, found);
        } else if (value instanceof ArrayNode list && keys.isSet(key)) {
            list.forEach(item -> found.add(plus(path, "v:" + Json.write(item))));
        } else if (value instanceof ArrayNode list && !by.isEmpty() && !list.isEmpty()) {
            for (JsonNode item : list) {
                List<String> at = plus(path, keyOf(by, item));
                found.add(at);
                if (item instanceof ObjectNode object) {
                    walk(object, at, key, keys, found);
                }
            }
        } else {
            found.add(path);
        }
    }

    private static List<String> plus(List<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return List.copyOf(longer);
    }

    private static String keyOf(List<String> by, JsonNode item) {
        ObjectNode key = Json.object();
        for (String name : by) {
            JsonNode value = item.path(name);
            if (value.isValueNode()) {
                key.set(name, value);
            } else {
                key.put(name, MergeKeys.value(name, item));
            }
        }
        return "k:" + Json.write(key);
    }

    /** The value at a path, where there is one. */
    static Optional<JsonNode> find(JsonNode object, List<String> path) {
        Optional<JsonNode> at = Optional.of(object);
        for (String step : path) {
            at = at.flatMap(it -> child(it, step));
        }
        return at;
    }

    private static Optional<JsonNode> child(JsonNode node, String step) {
        String name = step.substring(2);
        if (step.startsWith("f:")) {
            return Optional.ofNullable(node.get(name));
        }
        JsonNode wanted = Json.parse(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return Meta.items(node).filter(item -> isItem(item, wanted)).findFirst();
    }

    private static boolean isItem(JsonNode item, JsonNode wanted) {
        if (!wanted.isObject()) {
            return item.equals(wanted);
        }
        List<String> keys = new ArrayList<>();
        wanted.fieldNames().forEachRemaining(keys::add);
        return MergeKeys.same(keys, item, wanted);
    }

    /** Takes the value at the path away, and what is left empty by that. */
    static void remove(ObjectNode object, List<String> path) {
        for (int length = path.size(); length > 0; length--) {
            List<String> at = path.subList(0, length);
            Optional<JsonNode> found = find(object, at);
            boolean bare =
                    found.filter(it -> it.isContainerNode() && it.isEmpty()).isPresent();
            if (found.isPresent() && (length == path.size() || bare)) {
                removeFrom(find(object, path.subList(0, length - 1)).orElseThrow(), at.getLast());
            }
        }
    }

    private static void removeFrom(JsonNode parent, String step) {
        if (parent instanceof ObjectNode object) {
            object.remove(step.substring(2));
        } else if (parent instanceof ArrayNode list) {
            Optional<JsonNode> item = child(list, step);
            list.removeIf(it -> item.filter(found -> found == it).isPresent());
        }
    }

    /** As {@code fieldsV1} of a managed fields entry. */
    static ObjectNode written(Set<List<String>> fields) {
        ObjectNode root = Json.object();
        for (List<String> path : fields) {
            ObjectNode at = root;
            for (String step : path) {
                at = Json.child(at, step);
            }
            at.putObject(".");
        }
        tidy(root);
        return root;
    }

    private static void tidy(ObjectNode node) {
        if (node.size() == 1 && node.has(".")) {
            node.removeAll();
        }
        node.properties().forEach(it -> {
            if (!it.getKey().equals(".") && it.getValue() instanceof ObjectNode o) {
                tidy(o);
            }
        });
    }

    static Set<List<String>> read(JsonNode written) {
        Set<List<String>> found = new LinkedHashSet<>();
        read(written, List.of(), found);
        return found;
    }

    private static void read(JsonNode node, List<String> path, Set<List<String>> found) {
        if ((node.isEmpty() || node.has(".")) && !path.isEmpty()) {
            found.add(path);
        }
        node.properties().forEach(it -> {
            if (!it.getKey().equals(".")) {
                read(it.getValue(), plus(path, it.getKey()), found);
            }
        });
    }

    /** As people read it: {@code .spec.containers[name="web"].image}. */
    static String shown(List<String> path) {
        return path.stream().map(Fields::step).collect(Collectors.joining());
    }

    private static String step(String step) {
        String name = step.substring(2);
        if (step.startsWith("f:")) {
            return "." + name;
        }
        if (step.startsWith("v:")) {
            return "[=" + name + "]";
        }
        return Json.read(name).properties().stream()
                .map(it -> it.getKey() + "=" + Json.write(it.getValue()))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
