package dev.countersign.agent.tool;

import dev.countersign.channels.Card.Prompt;

import java.util.List;

/** A tool that is done by people answering: a call of it is a question, and never runs. */
public interface Asking {
    Asked ask(String arguments);

    /** What people are asked. */
    sealed interface Asked {
        record Prompts(List<Prompt> prompts) implements Asked {
            public Prompts {
                prompts = List.copyOf(prompts);
            }
        }

        /** The arguments ask nothing that could be put to people. */
        record Fails(String text) implements Asked {}
    }
}
