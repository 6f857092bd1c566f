package dev.countersign.agent.tool.kubernetes.frame;

import dev.countersign.agent.tool.kubernetes.api.ToolFailed;

/** Writes the YAML of a resource from a description; a language model, as a rule. */
@FunctionalInterface
public interface Author {
    /** Nobody is there to write. */
    Author NONE = (type, description) -> {
        throw new ToolFailed("No model is set up to generate resources."
                + " Write the YAML yourself and use k8s_apply_manifest.");
    };

    String write(String resourceType, String description);
}
