package dev.countersign.agent.model.wire;

/** A provider had not answered to the end when its time was up. */
public final class TookTooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TookTooLong(Throwable cause) {
        super("the answer was cut at the deadline", cause);
    }
}
