package dev.countersign.channels.email.imap;

/** Where raw mail goes. When a call returns, the mail is kept and may be put away. */
public interface Sink {
    /** {@code name} is the UIDVALIDITY and the UID, for people who look for the mail. */
    Put take(String name, byte[] raw);

    /** A mail that is too large to be fetched. */
    void tooLarge(String name, long bytes);

    /** Where the mail itself belongs now. */
    enum Put {
        PROCESSED,
        REJECTED
    }
}
