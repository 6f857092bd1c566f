package dev.countersign.channels.slack.block;

import dev.countersign.channels.Choice;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What somebody put into a modal: the values by input, in the order of choosing. */
public record Filled(Map<String, List<String>> values) {
    public Filled {
        values = Map.copyOf(values);
    }

    Optional<String> first(String input) {
        return values.getOrDefault(input, List.of()).stream()
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    List<String> all(String input) {
        return values.getOrDefault(input, List.of());
    }

    /** What a filled modal comes to. */
    public sealed interface Reading {
        record Fine(Choice choice) implements Reading {}

        /** Sentences by input; nothing is consumed. */
        record Wrong(Map<String, String> errors) implements Reading {
            public Wrong {
                errors = Map.copyOf(errors);
            }
        }
    }
}
