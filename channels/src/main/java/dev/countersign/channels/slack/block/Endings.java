package dev.countersign.channels.slack.block;

import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.slack.kit.Wording;

/** How a question ended, in one line. */
public final class Endings {
    private Endings() {}

    /** With the time in the reader's zone; markup. */
    public static String line(Settlement end) {
        return said(end) + " · " + Wording.moment(end.at());
    }

    /** For places that know no markup; escaped all the same. */
    public static String plain(Settlement end) {
        return said(end) + " · " + Wording.utc(end.at());
    }

    private static String said(Settlement end) {
        var by = end.by().map(who -> " by " + Wording.escaped(who)).orElse("");
        var from = end.channel().isBlank() || end.by().isEmpty()
                ? ""
                : " (" + Wording.escaped(end.channel()) + ")";
        return word(end.ending()) + by + from;
    }

    private static String word(Ending ending) {
        return switch (ending) {
            case APPROVED -> "✅ Approved";
            case REJECTED -> "⛔ Rejected";
            case ANSWERED -> "✅ Answered";
            case EXPIRED -> "⌛ Expired without a decision";
            case CANCELLED -> "⏹ Cancelled";
            case SUPERSEDED -> "↪ Replaced by a newer version";
        };
    }
}
