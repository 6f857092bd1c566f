package dev.countersign.agent.model.wire;

import java.util.Optional;

/** A provider said no, with how long it asks us to wait; the message is its body. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Optional<String> retryAfter;

    public Refused(int status, String body, Optional<String> retryAfter) {
        super(body);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    Optional<String> retryAfter() {
        return retryAfter;
    }
}
