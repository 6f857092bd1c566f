package dev.countersign.bot.config;

import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A program that is told what happens, where, and of what; each message is signed. */
public record CallbackSettings(String name, URI url, Secret secret, Set<Happening> events) {

    private static final int SHORTEST_SECRET = 16;

    /** What a program may be told of. */
    public enum Happening {
        QUESTION_OPENED,
        QUESTION_DECIDED,
        QUESTION_EXPIRED,
        RUN_FINISHED;

        /** As it is written in the configuration and in messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '.');
        }

        static Happening of(String word) {
            return Arrays.stream(values())
                    .filter(one -> one.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("events: \"" + word
                            + "\" is none of "
                            + Arrays.stream(values())
                                    .map(Happening::word)
                                    .collect(Collectors.joining(", "))));
        }
    }

    public CallbackSettings {
        Checks.filled("name", name);
        Checks.web("url", url);
        if (secret.reveal().length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException(
                    "secret: at least " + SHORTEST_SECRET + " characters, to sign with");
        }
        events = events.isEmpty() ? EnumSet.allOf(Happening.class) : EnumSet.copyOf(events);
    }
}
