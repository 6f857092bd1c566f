package dev.countersign.agent.model;

import dev.countersign.agent.run.Message;
import dev.countersign.agent.tool.ToolSpec;

import java.util.List;
import java.util.function.Consumer;

/** What a model is given: who it is, what was said, what it may do, and an ear for its words. */
public record Prompt(
        String system, List<Message> messages, List<ToolSpec> tools, Consumer<String> listener) {
    public Prompt {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }
}
