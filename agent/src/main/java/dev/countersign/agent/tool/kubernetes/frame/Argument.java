package dev.countersign.agent.tool.kubernetes.frame;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/** One argument of a tool: required, or with a default that may be empty. */
public record Argument(
        String name,
        boolean required,
        boolean number,
        String otherwise,
        List<String> choices,
        String description) {
    public static final Argument RESOURCE_TYPE = required(
            "resource_type",
            "Type of the resource, as for kubectl: pods, deploy, configmap, deployments.apps ...");
    public static final Argument RESOURCE_NAME = required("resource_name", "Name of the resource.");
    public static final Argument NAMESPACE =
            optional("namespace", "default", "Namespace of the resource.");
    public static final Argument OPEN_NAMESPACE =
            optional("namespace", "", "Namespace of the resource; default where left out.");

    public Argument {
        choices = List.copyOf(choices);
    }

    public static Argument required(String name, String description) {
        return new Argument(name, true, false, "", List.of(), description);
    }

    public static Argument optional(String name, String otherwise, String description) {
        return new Argument(name, false, false, otherwise, List.of(), description);
    }

    public static Argument oneOf(
            String name, String otherwise, List<String> choices, String description) {
        return new Argument(name, otherwise.isEmpty(), false, otherwise, choices, description);
    }

    public static Argument number(String name, String otherwise, String description) {
        return new Argument(name, otherwise.isEmpty(), true, otherwise, List.of(), description);
    }

    void describe(ObjectNode property) {
        property.put("type", number ? "integer" : "string").put("description", description);
        if (!choices.isEmpty()) {
            choices.forEach(property.withArray("enum")::add);
        }
        if (!otherwise.isEmpty() && number) {
            property.put("default", Long.parseLong(otherwise));
        } else if (!otherwise.isEmpty()) {
            property.put("default", otherwise);
        }
    }
}
