package dev.countersign.channels.slack.api;

import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Receipt;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A message that we posted: its channel and ts, and what it is, so that a later Settle edits the
 * question, deletes the reminder and leaves the answer alone.
 */
public record SlackReceipt(String channel, String ts, Kind kind, String about) {

    /** What a posted message is. */
    public enum Kind {
        TELL,
        ASK,
        REMINDER,
        CARD,
        WHISPER,
        SETTLED
    }

    /** What it is and about what, as it is kept with the message in Slack. */
    public String mark() {
        return mark(kind, about);
    }

    public static String mark(Kind kind, String about) {
        return kind.name().toLowerCase(Locale.ROOT) + ";" + about;
    }

    /** As it is stored: {@code C0OPS/1712.334;ask;q_k2;1}. */
    public Receipt receipt() {
        return new Receipt(channel + "/" + ts + ";" + mark());
    }

    public static Optional<SlackReceipt> of(Receipt receipt) {
        var parts = receipt.value().split(";", 3);
        var slash = parts[0].indexOf('/');
        if (slash < 0 || parts.length < 3) {
            return Optional.empty();
        }
        for (Kind kind : Kind.values()) {
            if (kind.name().equalsIgnoreCase(parts[1])) {
                return Optional.of(new SlackReceipt(
                        parts[0].substring(0, slash),
                        parts[0].substring(slash + 1),
                        kind,
                        parts[2]));
            }
        }
        return Optional.empty();
    }

    /** Those of one kind about one thing, oldest first. */
    public static List<SlackReceipt> among(List<Receipt> earlier, Kind kind, String about) {
        return earlier.stream()
                .flatMap(receipt -> of(receipt).stream())
                .filter(one -> one.kind == kind && one.about.equals(about))
                .distinct()
                .toList();
    }

    /** What a message about one version of a question is about. */
    public static String version(QuestionKey key, int version) {
        return key.value() + ";" + version;
    }
}
