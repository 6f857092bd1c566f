package dev.countersign.bot;

import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;
import dev.countersign.agent.tool.kubernetes.frame.Author;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Lets the model of an agent write the YAML that one of its tools is asked for. */
final class Authors {
    private static final String SYSTEM = "You write Kubernetes manifests. Answer with the YAML of"
            + " exactly one resource of type %s and nothing else.";
    private static final Pattern FENCED = Pattern.compile("(?s)```[a-z]*\\n(.*?)```");

    private Authors() {}

    /** {@code model} is looked up at each call, as agents and models change while we run. */
    static Author of(Supplier<Optional<Model>> model) {
        return (type, description) -> {
            var found = model.get()
                    .orElseThrow(() -> new ToolFailed("The model of this agent is not loaded."
                            + " Write the YAML yourself and use k8s_apply_manifest."));
            var asked = new Message.User(description, "tool");
            try {
                var turn = found.think(
                        new Prompt(SYSTEM.formatted(type), List.of(asked), List.of(), words -> {}));
                return bare(turn.message().text());
            } catch (ModelFailure failure) {
                throw new ToolFailed("The model did not write it: " + failure.getMessage()
                        + " Try again later, or write the YAML yourself.");
            }
        };
    }

    /** Without the fence that many models put around YAML. */
    private static String bare(String text) {
        var fenced = FENCED.matcher(text);
        return fenced.find() ? fenced.group(1) : text;
    }
}
