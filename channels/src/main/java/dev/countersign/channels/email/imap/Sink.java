package dev.countersign.channels.email.imap;

/** Where raw mail goes. When {@link #take} returns, what matters of it is kept. */
@FunctionalInterface
public interface Sink {
    Put take(byte[] raw);

    /** Where the mail itself belongs now. */
    enum Put {
        PROCESSED,
        REJECTED
    }
}
