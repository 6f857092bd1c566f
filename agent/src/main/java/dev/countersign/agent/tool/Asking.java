package dev.countersign.agent.tool;

import dev.countersign.channels.Card.Field;
import dev.countersign.channels.Card.Prompt;

import java.util.List;

/** A tool that is done by people answering: a call of it is a question, and never runs. */
public interface Asking extends Tool {
    Asked ask(String arguments);

    @Override
    default ToolOutcome call(Invocation invocation) {
        return new ToolOutcome.Failure(spec().name() + " is answered by people; it does not run.");
    }

    /** The named channels over which people are asked; where there are none, the agent's. */
    default List<String> channels() {
        return List.of();
    }

    /** What people are asked. */
    sealed interface Asked {
        record Prompts(List<Prompt> prompts) implements Asked {
            public Prompts {
                prompts = List.copyOf(prompts);
            }
        }

        /** Typed values, by name. */
        record Form(List<Field> fields) implements Asked {
            public Form {
                fields = List.copyOf(fields);
            }
        }

        /** The arguments ask nothing that could be put to people. */
        record Fails(String text) implements Asked {}
    }
}
