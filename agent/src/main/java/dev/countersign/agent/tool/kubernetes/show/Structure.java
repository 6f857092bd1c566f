package dev.countersign.agent.tool.kubernetes.show;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What differs between two states of an object, field by field; a missing node is no object. */
public final class Structure {
    private Structure() {}

    /** One field that differs. */
    public record Difference(FieldPath path, JsonNode before, JsonNode after) {}

    public static List<Difference> between(JsonNode before, JsonNode after) {
        List<Difference> found = new ArrayList<>();
        compare(FieldPath.ROOT, before, after, found);
        return found;
    }

    private static void compare(
            FieldPath at, JsonNode before, JsonNode after, List<Difference> found) {
        if (before.equals(after) || before.isMissingNode() && after.isMissingNode()) {
            return;
        }
        if (mapping(before) && mapping(after)) {
            Set<String> keys = new TreeSet<>();
            before.fieldNames().forEachRemaining(keys::add);
            after.fieldNames().forEachRemaining(keys::add);
            keys.forEach(k -> compare(at.to(k), before.path(k), after.path(k), found));
        } else if (list(before) && list(after) && !(before.isEmpty() && after.isEmpty())) {
            compareLists(at, before, after, found);
        } else {
            found.add(new Difference(at, before, after));
        }
    }

    /** An object beside nothing is opened, so that each of its fields is named. */
    private static boolean mapping(JsonNode node) {
        return node.isObject() && !node.isEmpty() || node.isMissingNode();
    }

    private static boolean list(JsonNode node) {
        return node.isArray();
    }

    private static void compareLists(
            FieldPath at, JsonNode before, JsonNode after, List<Difference> found) {
        boolean named = (before.isEmpty() || FieldPath.named(before))
                && (after.isEmpty() || FieldPath.named(after));
        if (named) {
            Set<String> names = new LinkedHashSet<>();
            Function<JsonNode, String> name = item -> item.path("name").asText();
            before.valueStream().map(name).forEach(names::add);
            after.valueStream().map(name).forEach(names::add);
            for (String each : names) {
                FieldPath item = FieldPath.ROOT.item(each);
                compare(at.item(each), item.in(before), item.in(after), found);
            }
            return;
        }
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            compare(at.at(i), before.path(i), after.path(i), found);
        }
    }

    /** The fields that a body sets, at the depth where it sets them. */
    public static List<FieldPath> leaves(JsonNode body) {
        List<FieldPath> found = new ArrayList<>();
        leaves(FieldPath.ROOT, body, found);
        return found;
    }

    private static void leaves(FieldPath at, JsonNode node, List<FieldPath> found) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties().forEach(p -> leaves(at.to(p.getKey()), p.getValue(), found));
        } else if (node.isArray() && FieldPath.named(node)) {
            node.forEach(item -> leaves(at.item(item.path("name").asText()), item, found));
        } else {
            found.add(at);
        }
    }
}
