package dev.countersign.channels;

import java.util.Objects;

/** A secret that lets one person answer one question from a mail or a link. */
public record Ticket(String secret) {
    public Ticket {
        Objects.requireNonNull(secret);
    }

    /** A ticket never shows itself in a log or an error. */
    @Override
    public String toString() {
        return "Ticket[...]";
    }
}
