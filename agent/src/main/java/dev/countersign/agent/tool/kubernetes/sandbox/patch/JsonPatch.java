package dev.countersign.agent.tool.kubernetes.sandbox.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.ApiFailure;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;

import java.util.ArrayList;
import java.util.List;

/** JSON patch, RFC 6902: a list of operations, all or none. */
public final class JsonPatch {
    private static final int MAX_OPERATIONS = 10_000;

    private JsonPatch() {}

    /** Changes the target in place; a failure leaves it half changed, so give it a copy. */
    public static void apply(ObjectNode target, JsonNode operations) {
        if (!operations.isArray()) {
            throw Failures.badRequest("a JSON patch must be a list of operations");
        }
        if (operations.size() > MAX_OPERATIONS) {
            throw Failures.tooLarge(MAX_OPERATIONS);
        }
        operations.forEach(operation -> one(target, operation));
    }

    private static void one(ObjectNode target, JsonNode it) {
        String path = it.path("path").asText();
        switch (it.path("op").asText()) {
            case "add" -> add(target, path, it.path("value").deepCopy());
            case "remove" -> remove(target, path);
            case "replace" -> {
                remove(target, path);
                add(target, path, it.path("value").deepCopy());
            }
            case "move" -> add(target, path, remove(target, it.path("from").asText()));
            case "copy" ->
                add(target, path, find(target, it.path("from").asText()).deepCopy());
            case "test" -> test(target, path, it.path("value"));
            default -> throw failed("Unexpected kind: " + it.path("op").asText());
        }
    }

    private static void test(JsonNode target, String path, JsonNode wanted) {
        if (!find(target, path).equals(wanted)) {
            throw failed("testing path " + path + ": test failed");
        }
    }

    private static JsonNode find(JsonNode target, String path) {
        JsonNode at = target;
        for (String step : steps(path)) {
            at = at.isArray() ? at.path(index(step, at.size())) : at.path(step);
        }
        if (at.isMissingNode()) {
            throw failed("path " + path + " does not exist: missing value");
        }
        return at;
    }

    private static void add(JsonNode target, String path, JsonNode value) {
        List<String> steps = steps(path);
        JsonNode parent = parent(target, steps);
        String last = steps.getLast();
        if (parent instanceof ObjectNode object) {
            object.set(last, value);
        } else if (parent instanceof ArrayNode array) {
            array.insert(last.equals("-") ? array.size() : index(last, array.size() + 1), value);
        } else {
            throw failed("add operation does not apply: doc is missing path: \"" + path + "\"");
        }
    }

    private static JsonNode remove(JsonNode target, String path) {
        JsonNode found = find(target, path);
        List<String> steps = steps(path);
        JsonNode parent = parent(target, steps);
        if (parent instanceof ObjectNode object) {
            object.remove(steps.getLast());
        } else if (parent instanceof ArrayNode array) {
            array.remove(index(steps.getLast(), array.size()));
        }
        return found;
    }

    private static JsonNode parent(JsonNode target, List<String> steps) {
        JsonNode at = target;
        for (String step : steps.subList(0, steps.size() - 1)) {
            at = at.isArray() ? at.path(index(step, at.size())) : at.path(step);
        }
        return at;
    }

    private static List<String> steps(String path) {
        if (!path.startsWith("/")) {
            throw failed("the path \"" + path + "\" must begin with a slash");
        }
        List<String> steps = new ArrayList<>();
        for (String step : path.substring(1).split("/", -1)) {
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return steps;
    }

    private static int index(String step, int size) {
        int index = step.matches("\\d{1,6}") ? Integer.parseInt(step) : size;
        if (index >= size) {
            throw failed("Unable to access invalid index: " + step);
        }
        return index;
    }

    private static ApiFailure failed(String why) {
        return new ApiFailure(
                422,
                "Invalid",
                "the server rejected our request due to an error in our request: " + why,
                Json.object());
    }
}
