package dev.countersign.channels;

/** Where a channel hands in what it received. */
@FunctionalInterface
public interface Inbox {
    /**
     * Stores one delivery; when this returns it survives a crash, and only then may the outside be
     * told "received". A delivery that came before is swallowed.
     */
    void accept(Inbound inbound);

    /** Where things are kept is away just now: nothing was acknowledged, later calls try again. */
    class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        protected Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
