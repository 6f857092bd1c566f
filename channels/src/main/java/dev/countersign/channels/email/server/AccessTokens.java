package dev.countersign.channels.email.server;

import jakarta.mail.MessagingException;

/** Where a login takes its access tokens from, at mail hosts that accept no passwords. */
public interface AccessTokens {
    /** One that is good now, as far as we know. */
    String current() throws MessagingException;

    /** The mail host did not take the last one: the next is a new one. */
    void refused();
}
