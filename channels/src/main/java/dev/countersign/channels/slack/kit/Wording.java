package dev.countersign.channels.slack.kit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How foreign text is made harmless and visible, and long text short. */
public final class Wording {
    private static final DateTimeFormatter PLAIN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private Wording() {}

    /** For text objects that Slack reads as markup: nothing in it can ping or link. */
    public static String escaped(String text) {
        return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Slack's entities back to what was typed. */
    public static String unescaped(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    /** Characters that turn, hide or join others are written out. */
    public static String visible(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (hidden(point)) {
                clean.append(String.format("[U+%04X]", point));
            } else {
                clean.appendCodePoint(point);
            }
        });
        return clean.toString();
    }

    private static boolean hidden(int point) {
        if (point == '\n' || point == '\t') {
            return false;
        }
        var type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || blank(point);
    }

    /** Letters and marks that show nothing at all. */
    private static boolean blank(int point) {
        return switch (point) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0 -> true;
            default -> point >= 0xFE00 && point <= 0xFE0D || point >= 0xE0100 && point <= 0xE01EF;
        };
    }

    /** In one line: what comes from outside begins no line of its own beside our facts. */
    public static String line(String text) {
        return visible(text).replaceAll("\\s+", " ").strip();
    }

    /** Cut in the middle, so that both ends show, with the number of what is missing. */
    public static String shortened(String text, int most) {
        var shown = visible(text);
        if (shown.length() <= most) {
            return shown;
        }
        var note = " […" + (shown.length() - most) + " characters not shown here…] ";
        var room = Math.max(2, most - note.length() - 4);
        var head = boundary(shown, room * 2 / 3);
        var tail = boundary(shown, shown.length() - room / 3);
        var cut = shown.substring(0, head) + note + shown.substring(tail);
        return cut.length() <= most ? cut : shown.substring(0, boundary(shown, most));
    }

    /** Never between the two halves of one character. */
    public static int boundary(String text, int at) {
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at))
                ? at - 1
                : at;
    }

    /** A moment in the reader's own time zone; where that is not understood, in UTC. */
    public static String moment(Instant at) {
        return "<!date^" + at.getEpochSecond() + "^{date_short_pretty} {time}|" + PLAIN.format(at)
                + ">";
    }

    public static String utc(Instant at) {
        return PLAIN.format(at);
    }
}
