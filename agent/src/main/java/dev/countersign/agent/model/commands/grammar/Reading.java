package dev.countersign.agent.model.commands.grammar;

import java.util.List;

/** What a message was understood to mean. */
public sealed interface Reading {
    /** Nothing in it is a question of ours; without commands it is only a greeting. */
    record Understood(List<Command> commands) implements Reading {
        public Understood {
            commands = List.copyOf(commands);
        }
    }

    /** The whole message is left alone: half of it done would not be what was asked. */
    record Lost(String said, String why) implements Reading {}

    static Understood of(Command command) {
        return new Understood(List.of(command));
    }
}
