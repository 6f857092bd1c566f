package dev.countersign.agent.tool.http;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.countersign.agent.catalog.ToolDefinition;
import dev.countersign.agent.catalog.ToolDefinition.Parameter;
import dev.countersign.agent.tool.Asking;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolSpec;
import dev.countersign.channels.Card.Prompt;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A tool that a person does: its arguments are what they are asked, and they answer. */
final class HumanTool implements Asking {
    private static final Parameter MESSAGE = new Parameter(
            "message",
            dev.countersign.agent.catalog.ToolDefinition.Type.STRING,
            "What the person is asked.",
            true,
            List.of(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty());

    private final ToolDefinition definition;
    private final Parameters parameters;
    private final ToolSpec spec;

    HumanTool(ToolDefinition definition) {
        this.definition = definition;
        this.parameters = new Parameters(
                definition.parameters().isEmpty() ? List.of(MESSAGE) : definition.parameters());
        this.spec = new ToolSpec(
                definition.name(),
                definition.description(),
                parameters.schema(),
                ToolClass.READ,
                Repeat.SAFE,
                "human " + definition.name());
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public Asked ask(String arguments) {
        var broken = parameters.problem(arguments);
        if (broken.isPresent()) {
            return new Asked.Fails(broken.get());
        }
        try {
            var given = parameters.whole(arguments);
            var question = given.size() == 1 && given.has(MESSAGE.name())
                    ? given.path(MESSAGE.name()).asText()
                    : given.properties().stream()
                            .map(e -> e.getKey() + ": " + e.getValue().asText())
                            .collect(Collectors.joining("\n", definition.title() + "\n", ""));
            return new Asked.Prompts(List.of(new Prompt(question, List.of(), false)));
        } catch (JsonProcessingException e) {
            return new Asked.Fails("The arguments are no JSON.");
        }
    }
}
