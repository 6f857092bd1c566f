package dev.countersign.channels.email.reply;

import java.util.ArrayList;
import java.util.List;

/** A mail body as lines, none of them longer, and no more of them, than we care to look at. */
final class Lines {
    static final int LONGEST_LINE = 2_000;
    static final int MOST_LINES = 2_000;
    static final int LONGEST_TEXT = 64 * 1024;

    private Lines() {}

    static List<String> of(String text) {
        var lines = new ArrayList<String>();
        int end = Math.min(text.length(), LONGEST_TEXT);
        int from = 0;
        while (from < end && lines.size() < MOST_LINES) {
            int stop = text.indexOf('\n', from);
            stop = stop < 0 || stop > end ? end : stop;
            lines.add(line(text, from, stop));
            from = stop + 1;
        }
        return lines;
    }

    private static String line(String text, int from, int stop) {
        int last = stop > from && text.charAt(stop - 1) == '\r' ? stop - 1 : stop;
        var line = text.substring(from, Math.min(last, from + LONGEST_LINE));
        return line.replace('\u00A0', ' ').replace("\u200E", "").replace("\uFEFF", "");
    }
}
