package dev.countersign.agent.model.commands;

import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.ModelCheck;
import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.Turn;

/**
 * A model without a key and without a network: it reads commands and plain sentences about a
 * cluster, and answers the same prompt with the same turn, always.
 */
public final class CommandModel implements Model, ModelCheck {
    @Override
    public Turn think(Prompt prompt) {
        var answer = new Conversation(prompt.tools()).next(prompt.messages());
        if (!answer.text().isEmpty()) {
            prompt.listener().accept(answer.text());
        }
        return new Turn(answer, 0, 0);
    }

    @Override
    public Status check() {
        return new Status(true, "The built-in command model needs no key.");
    }
}
