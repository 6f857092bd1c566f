package dev.countersign.channels.email.review;

import dev.countersign.channels.email.ticket.Tickets;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a shown page hands out and its form must bring back; nothing of it is kept here. */
final class Nonce {
    private static final Duration LIFE = Duration.ofHours(24);
    private static final Duration HASTY = Duration.ofSeconds(2);

    private final Tickets tickets;

    Nonce(Tickets tickets) {
        this.tickets = tickets;
    }

    String of(String page, String remote, Instant now) {
        var head = now.toEpochMilli() + "." + network(remote);
        return head + "." + tickets.seal(head + "|" + page);
    }

    /** What it proves about the knock, or nothing when it is not ours or too old. */
    Optional<Map<String, String>> check(String page, String given, String remote, Instant now) {
        var parts = given.split("\\.", 3);
        if (parts.length != 3 || parts[0].length() > 16 || !parts[0].matches("[0-9]+")) {
            return Optional.empty();
        }
        var wanted = tickets.seal(parts[0] + "." + parts[1] + "|" + page);
        var shown = Instant.ofEpochMilli(Long.parseLong(parts[0]));
        if (!MessageDigest.isEqual(bytes(wanted), bytes(parts[2]))
                || shown.plus(LIFE).isBefore(now)) {
            return Optional.empty();
        }
        var evidence = new HashMap<String, String>();
        if (Duration.between(shown, now).compareTo(HASTY) < 0) {
            evidence.put("hasty", "decided within 2 s of being shown");
        }
        if (!parts[1].equals(network(remote))) {
            evidence.put("moved", "decided from another network than it was shown to");
        }
        return Optional.of(evidence);
    }

    private static String network(String remote) {
        return Tickets.hash("network|" + remote).substring(0, 8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
