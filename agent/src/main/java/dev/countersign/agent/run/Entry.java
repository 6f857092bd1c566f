package dev.countersign.agent.run;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a run's record: who did what, when, and how we know. Appended, never rewritten; the
 * store chains the lines of a run by hash.
 */
public record Entry(
        Kind kind,
        Instant at,
        Optional<String> by,
        Optional<String> call,
        Optional<String> question,
        Map<String, String> details) {
    public Entry {
        details = Map.copyOf(details);
    }

    /** What can be on the record. */
    public enum Kind {
        SAID,
        TURN,
        STUMBLED,
        CLEARED,
        ASKED,
        REFUSED,
        VOTED,
        DECIDED,
        DECLINED,
        EDITED,
        EXPIRED,
        PRODDED,
        UNDELIVERED,
        STARTED,
        DELEGATED,
        DONE,
        MOVED,
        LOST,
        REVOKED,
        ANSWER,
        CLOSED
    }
}
