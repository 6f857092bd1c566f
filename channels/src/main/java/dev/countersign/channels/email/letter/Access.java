package dev.countersign.channels.email.letter;

import dev.countersign.channels.Ticket;

import java.util.Optional;

/**
 * What a letter lets its reader do: a link with a ticket and the code, or only to look; and by
 * which clock they live.
 */
public record Access(Optional<String> link, Optional<Ticket> code, String console, Moments times) {
    public static Access none(String console) {
        return new Access(Optional.empty(), Optional.empty(), console, Moments.UTC);
    }
}
