package dev.countersign.agent.tool.kubernetes.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import dev.countersign.agent.tool.kubernetes.api.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The way to one field. Items of a list are found by their name where all of them have one, as the
 * cluster does, and by their number otherwise.
 */
public record FieldPath(List<String> steps) {
    public static final FieldPath ROOT = new FieldPath(List.of());

    /** How an item that is found by its name is written as a step. */
    private static final String ITEM = "[";

    public FieldPath {
        steps = List.copyOf(steps);
    }

    public FieldPath to(String key) {
        List<String> longer = new ArrayList<>(steps);
        longer.add(key);
        return new FieldPath(longer);
    }

    FieldPath item(String name) {
        return to(ITEM + name);
    }

    FieldPath at(int index) {
        return to(String.valueOf(index));
    }

    /** True where every item has a name of its own. */
    static boolean named(JsonNode list) {
        long names = list.valueStream()
                .map(item -> item.path("name").asText())
                .filter(name -> !name.isEmpty())
                .distinct()
                .count();
        return names == list.size() && names > 0;
    }

    public JsonNode in(JsonNode root) {
        JsonNode at = root;
        for (String step : steps) {
            at = step(at, step);
        }
        return at;
    }

    private static JsonNode step(JsonNode node, String step) {
        if (!node.isArray()) {
            return node.path(step);
        }
        if (step.startsWith(ITEM)) {
            return node.valueStream()
                    .filter(item -> item.path("name").asText().equals(step.substring(1)))
                    .findFirst()
                    .orElse(MissingNode.getInstance());
        }
        boolean number = step.length() < 7 && step.matches("\\d+");
        return number ? node.path(Integer.parseInt(step)) : MissingNode.getInstance();
    }

    /** As text that can be read back. */
    public String stored() {
        return Json.compact(Json.tree(steps));
    }

    public static FieldPath restored(String stored) {
        return new FieldPath(Json.read(stored).stream()
                .flatMap(JsonNode::valueStream)
                .map(JsonNode::asText)
                .toList());
    }

    /** As people write it: {@code spec.containers[web].image}, {@code labels["a.b/c"]}. */
    public String shown() {
        String text = steps.stream().map(FieldPath::shown).collect(Collectors.joining());
        return text.startsWith(".") ? text.substring(1) : text;
    }

    private static String shown(String step) {
        if (step.startsWith(ITEM)) {
            return step + "]";
        }
        if (step.matches("\\d+")) {
            return "[" + step + "]";
        }
        return step.matches("[\\w-]+") ? "." + step : "[\"" + step + "\"]";
    }
}
