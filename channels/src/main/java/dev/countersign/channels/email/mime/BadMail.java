package dev.countersign.channels.email.mime;

/** A mail that cannot or may not be read; the message says why, in words for an operator. */
public final class BadMail extends Exception {
    private static final long serialVersionUID = 1L;

    BadMail(String why) {
        super(why);
    }

    BadMail(String why, Throwable cause) {
        super(why, cause);
    }
}
