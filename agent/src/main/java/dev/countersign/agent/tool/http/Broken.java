package dev.countersign.agent.tool.http;

/** A request that came to no answer. */
final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    Broken(String message, boolean sent) {
        super(message);
        this.sent = sent;
    }

    /** Whether the other side may have seen it. */
    boolean sent() {
        return sent;
    }
}
