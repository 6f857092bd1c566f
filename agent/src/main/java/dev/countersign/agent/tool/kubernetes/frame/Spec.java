package dev.countersign.agent.tool.kubernetes.frame;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolSpec;
import dev.countersign.agent.tool.kubernetes.api.Json;

import java.util.List;
import java.util.Optional;

/** What a tool says of itself, written once, and its arguments in order. */
public record Spec(ToolSpec toolSpec, List<Argument> arguments) {
    private static final String SOURCE = "builtin/kubernetes";

    public Spec {
        arguments = List.copyOf(arguments);
    }

    /** What is read; it never needs to ask whether it may be repeated. */
    public static Spec reads(String name, String description, Argument... arguments) {
        return spec(name, description, ToolClass.READ, Repeat.SAFE, arguments);
    }

    public static Spec writes(
            String name, Repeat repeat, String description, Argument... arguments) {
        return spec(name, description, ToolClass.WRITE, repeat, arguments);
    }

    public static Spec destroys(
            String name, Repeat repeat, String description, Argument... arguments) {
        return spec(name, description, ToolClass.DESTRUCTIVE, repeat, arguments);
    }

    private static Spec spec(
            String name,
            String description,
            ToolClass toolClass,
            Repeat repeat,
            Argument... arguments) {
        var schema = schema(List.of(arguments));
        return new Spec(
                new ToolSpec(name, description, schema, toolClass, repeat, SOURCE),
                List.of(arguments));
    }

    public String name() {
        return toolSpec.name();
    }

    Optional<Argument> argument(String wanted) {
        return arguments.stream().filter(a -> a.name().equals(wanted)).findFirst();
    }

    private static String schema(List<Argument> arguments) {
        ObjectNode schema = Json.newObject().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (Argument argument : arguments) {
            argument.describe(properties.putObject(argument.name()));
        }
        var required = schema.putArray("required");
        arguments.stream().filter(Argument::required).forEach(a -> required.add(a.name()));
        schema.put("additionalProperties", false);
        return Json.compact(schema);
    }
}
