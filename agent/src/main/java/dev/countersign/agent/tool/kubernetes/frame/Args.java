package dev.countersign.agent.tool.kubernetes.frame;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.kubernetes.api.Bounded;
import dev.countersign.agent.tool.kubernetes.api.Json;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The arguments of one call, checked against the tool's own list, with its defaults. */
public final class Args {
    private final Spec spec;
    private final Map<String, String> values;

    private Args(Spec spec, Map<String, String> values) {
        this.spec = spec;
        this.values = values;
    }

    public static Args of(Spec spec, String json) {
        JsonNode tree = Json.read(json)
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new ToolFailed("The arguments of " + spec.name()
                        + " are not a JSON object without duplicate keys."));
        Map<String, String> values = new HashMap<>();
        for (var property : tree.properties()) {
            if (spec.argument(property.getKey()).isEmpty()) {
                throw new ToolFailed("%s has no parameter %s. Its parameters are: %s."
                        .formatted(spec.name(), Bounded.line(property.getKey()), names(spec)));
            }
            values.put(property.getKey(), text(property.getKey(), property.getValue()));
        }
        var args = new Args(spec, values);
        spec.arguments().stream().filter(Argument::required).forEach(a -> args.required(a.name()));
        spec.arguments().forEach(args::oneOfItsChoices);
        return args;
    }

    private static String names(Spec spec) {
        return spec.arguments().isEmpty()
                ? "none"
                : spec.arguments().stream().map(Argument::name).collect(Collectors.joining(", "));
    }

    /** Models write numbers and booleans both ways, and objects where a text with JSON is meant. */
    private static String text(String name, JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        if (value.isContainerNode() && !name.equals("patch")) {
            throw new ToolFailed(name + " parameter must be a string.");
        }
        return value.isContainerNode() ? Json.compact(value) : value.asText();
    }

    private void oneOfItsChoices(Argument argument) {
        String value = text(argument.name());
        if (!argument.choices().isEmpty() && !argument.choices().contains(value)) {
            throw new ToolFailed("Invalid %s \"%s\": must be one of %s"
                    .formatted(
                            argument.name(),
                            Bounded.line(value),
                            String.join(", ", argument.choices())));
        }
    }

    private void required(String name) {
        if (values.getOrDefault(name, "").isBlank()) {
            throw new ToolFailed(name + " parameter is required");
        }
    }

    /** The value, or its default, or nothing. */
    public String text(String name) {
        String value = values.getOrDefault(name, "");
        return value.isBlank() ? spec.argument(name).map(Argument::otherwise).orElse("") : value;
    }

    /** A value that names an object or a namespace. */
    public String name(String argument) {
        return Names.checked(argument, text(argument).strip());
    }

    public boolean flag(String name) {
        String value = text(name).strip().toLowerCase(Locale.ROOT);
        return switch (value) {
            case "true" -> true;
            case "", "false" -> false;
            default -> throw new ToolFailed(name + " must be \"true\" or \"false\".");
        };
    }

    public int number(String name, int from, int to) {
        try {
            int number = Integer.parseInt(text(name).strip());
            if (number >= from && number <= to) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, together with what is out of range.
        }
        throw new ToolFailed(name + " must be a whole number from " + from + " to " + to + ".");
    }
}
