package dev.countersign.agent.model;

import java.time.Duration;
import java.util.Optional;

/** A model could not be asked, or gave nothing usable. */
public final class ModelFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;
    private final transient Optional<Duration> after;

    public ModelFailure(
            String message, boolean retryable, Optional<Duration> after, Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
        this.after = after;
    }

    /** Whether the same request may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** How long the provider asked us to wait, if it did. */
    public Optional<Duration> after() {
        return after;
    }
}
