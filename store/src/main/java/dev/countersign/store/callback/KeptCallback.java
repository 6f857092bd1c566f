package dev.countersign.store.callback;

import java.time.Instant;
import java.util.Optional;

/** One thing that one program is told of, and how that went so far. */
public record KeptCallback(
        long id,
        String target,
        String kind,
        Instant made,
        State state,
        int tries,
        Optional<String> trouble,
        String body) {

    /** Whether it still has to arrive. */
    public enum State {
        WAITING,
        SENT,
        /** Given up; somebody may replay it. */
        DEAD
    }

    /** What is to be told of a line of the record. */
    public record Draft(long line, String kind, String body) {}
}
