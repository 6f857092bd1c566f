package dev.countersign.agent.model;

import java.time.Duration;
import java.util.Optional;

/** Something that takes the next turn of a conversation. Used by many threads at once. */
@FunctionalInterface
public interface Model {
    Turn think(Prompt prompt) throws ModelFailure;

    /** How patient to be with it. */
    default Patience patience() {
        return Patience.USUAL;
    }

    /** How long one turn may take, where that is known, and how often it is asked for again. */
    record Patience(Optional<Duration> turn, int retries) {
        public static final Patience USUAL = new Patience(Optional.empty(), 5);
    }
}
