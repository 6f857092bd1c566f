package dev.countersign.agent.model;

import java.time.Duration;
import java.util.Optional;

/** A model could not be asked, or gave nothing usable. */
public final class ModelFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient Optional<Duration> after;

    /** What kind of failure it is; it says who may do better: the same later, another, nobody. */
    public enum Kind {
        /** The provider asks for patience. */
        BUSY,
        /** Not reached, broken on the way, or nothing that can be used. */
        DOWN,
        /** The key is missing or refused, or its owner has not paid. */
        KEY,
        /** The provider does not know this model, or cannot be spoken to from here. */
        MISSING,
        /** The conversation does not fit the model. */
        TOO_LONG,
        /** The request itself is refused, or its answer was cut at a limit. */
        REQUEST;

        /** Whether the same request may succeed later. */
        public boolean passing() {
            return this == BUSY || this == DOWN;
        }
    }

    public ModelFailure(String message, Kind kind, Optional<Duration> after, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.after = after;
    }

    public ModelFailure(String message, Kind kind) {
        this(message, kind, Optional.empty(), null);
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the same request may succeed later. */
    public boolean retryable() {
        return kind.passing();
    }

    /** How long the provider asked us to wait, if it did. */
    public Optional<Duration> after() {
        return after;
    }
}
