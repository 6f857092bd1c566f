package dev.countersign.channels.email.mime;

import java.util.List;
import java.util.Optional;

/** A mail that came in, taken apart; everything in it is the sender's word until it is checked. */
public record Mail(
        String messageId,
        Optional<String> from,
        List<String> recipients,
        List<String> references,
        String subject,
        Vouched vouched,
        Origin origin,
        String text,
        String contentHash) {
    public Mail {
        recipients = List.copyOf(recipients);
        references = List.copyOf(references);
    }

    /** What our own mail host says about the From address. */
    public enum Vouched {
        PASS,
        /** Nothing, or nothing that we may believe. */
        NONE,
        FAIL
    }

    /** Who or what wrote a mail, by its headers, and the sign that told. */
    public record Origin(Kind kind, String sign) {}

    public enum Kind {
        HUMAN,
        /** A mail of ours could not be delivered, for good. */
        BOUNCE,
        /** A mail of ours is late, or was delivered; nothing to do. */
        DELIVERY_NOTE,
        /** Somebody is away and their program answers. */
        AWAY,
        /** Any other program, and mailing lists. */
        AUTOMATIC,
        /** Our own mail came back. */
        OWN
    }
}
