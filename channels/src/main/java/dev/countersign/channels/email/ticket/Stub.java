package dev.countersign.channels.email.ticket;

import dev.countersign.channels.QuestionKey;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept of the tickets in one mail: whom it was for and what about, and hashes. The secrets
 * stand in the mail alone. {@code name} is the sending, so a repeat of it finds its own stub.
 */
public record Stub(
        String name,
        String salt,
        Matter matter,
        String person,
        String address,
        Map<Kind, String> hashes,
        Instant created,
        Optional<Instant> expires,
        Optional<Instant> used) {
    public Stub {
        hashes = Map.copyOf(hashes);
    }

    /** The question or the run that a mail is about, and the mail thread it belongs to. */
    public record Matter(
            String place, Optional<QuestionKey> key, int version, String subject, String root) {}

    /** The uses of a secret; each has a secret of its own. */
    public enum Kind {
        /** In the link to the review page. */
        LINK,
        /** In the address that a reply goes to. */
        REPLY,
        /** In References, for hosts that lose the reply address; it never decides. */
        THREAD,
        /** In the address that a bounce goes to; it never decides. */
        BOUNCE,
        /** The short code in the text, typed on the review page at higher levels. */
        CODE
    }

    Stub withName(String other) {
        return new Stub(other, salt, matter, person, address, hashes, created, expires, used);
    }

    public boolean expiredAt(Instant now) {
        return expires.filter(end -> !now.isBefore(end)).isPresent();
    }
}
