package dev.countersign.store.ticket;

import dev.countersign.channels.QuestionKey;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What is kept of the tickets in one mail, as columns; {@code hashes} are by the word for each. */
public record KeptTicket(
        String name,
        String salt,
        Optional<QuestionKey> question,
        int version,
        String place,
        String subject,
        String root,
        String person,
        String address,
        Map<String, String> hashes,
        Instant made,
        Optional<Instant> expires,
        Optional<Instant> used) {
    public KeptTicket {
        hashes = Map.copyOf(hashes);
    }
}
