package dev.countersign.channels.email.reply;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Recognises the lines with which mail programs introduce what they quote, in any language. */
final class QuoteHeaders {
    private static final int MOST_HEADER_LINES = 4;
    private static final int LOOK_AHEAD = 6;
    private static final int LONGEST_HEADER = 500;

    private QuoteHeaders() {}

    /** How many lines from here are a header of quoted text; none if this is no header. */
    static int length(List<String> lines, int at) {
        var line = lines.get(at).strip();
        if (line.isEmpty()) {
            return 0;
        }
        if (bar(line) || beginning(line) || block(lines, at)) {
            return 1;
        }
        return attribution(lines, at);
    }

    /** "-----Original Message-----" in any language, and Outlook's long line. */
    private static boolean bar(String line) {
        if (line.length() > 80 || line.length() < 8) {
            return false;
        }
        int left = run(line, 0, 1);
        int right = run(line, line.length() - 1, -1);
        boolean letters = line.chars().anyMatch(Character::isLetter);
        return letters ? left >= 3 && right >= 3 : left >= 20 && line.charAt(0) == '_';
    }

    private static int run(String line, int from, int step) {
        char mark = line.charAt(from);
        if (mark != '-' && mark != '_' && mark != '=') {
            return 0;
        }
        int count = 0;
        for (int i = from; i >= 0 && i < line.length() && line.charAt(i) == mark; i += step) {
            count++;
        }
        return count;
    }

    private static boolean beginning(String line) {
        var lower = line.toLowerCase(Locale.ROOT);
        return QuoteWords.BEGINNINGS.stream().anyMatch(lower::startsWith);
    }

    /** From:, and within a few lines two more of its kind; or an address, and at once a date. */
    private static boolean block(List<String> lines, int at) {
        if (!QuoteWords.FROM.contains(label(lines.get(at)))) {
            return false;
        }
        if (address(lines.get(at)) && at + 1 < lines.size()) {
            var next = lines.get(at + 1);
            if (QuoteWords.LABELS.contains(label(next)) && dated(next)) {
                return true;
            }
        }
        int found = 0;
        for (int i = at + 1; i < Math.min(lines.size(), at + 1 + LOOK_AHEAD); i++) {
            found += QuoteWords.LABELS.contains(label(lines.get(i))) ? 1 : 0;
        }
        return found >= 2;
    }

    private static String label(String line) {
        int start = 0;
        while (start < line.length() && "* \t".indexOf(line.charAt(start)) >= 0) {
            start++;
        }
        int end = start;
        while (end < line.length() && end - start < 24 && ":：".indexOf(line.charAt(end)) < 0) {
            end++;
        }
        boolean labelled = end < line.length() && ":：".indexOf(line.charAt(end)) >= 0;
        return labelled
                ? line.substring(start, end).replace("*", "").strip().toLowerCase(Locale.ROOT)
                : "";
    }

    /** "On ... wrote:", by its features: ends in a colon, holds a time, a date or an address. */
    private static int attribution(List<String> lines, int at) {
        var joined = new StringBuilder();
        for (int i = at; i < Math.min(lines.size(), at + MOST_HEADER_LINES); i++) {
            var line = lines.get(i).strip();
            boolean mark = line.startsWith(">") && !bracket(line, joined);
            if (line.isEmpty() || mark || joined.length() > LONGEST_HEADER) {
                return 0;
            }
            joined.append(line).append(' ');
            if (line.endsWith(":") || line.endsWith("：") || wrote(joined)) {
                boolean ours = header(joined.toString(), lines, i) && !later(lines, at, i);
                return ours ? i - at + 1 : 0;
            }
        }
        return 0;
    }

    /** A header that ends in its verb has no colon to be known by, so it must have all else. */
    private static boolean wrote(StringBuilder joined) {
        var text = joined.toString();
        var lower = text.strip().toLowerCase(Locale.ROOT);
        return QuoteWords.WROTE.stream().anyMatch(lower::endsWith)
                && opens(text)
                && dated(text)
                && address(text);
    }

    /** The end of an address that was broken just before its bracket; no quotation. */
    private static boolean bracket(String line, StringBuilder before) {
        return line.equals(">:") && before.lastIndexOf("<") > before.lastIndexOf(">");
    }

    /** Whether words of the reply stand here, and the header begins on a line below them. */
    private static boolean later(List<String> lines, int at, int last) {
        var first = lines.get(at);
        return !dated(first)
                && !address(first)
                && IntStream.rangeClosed(at + 1, last)
                        .anyMatch(i -> opens(lines.get(i)) && attribution(lines, i) > 0);
    }

    private static boolean header(String text, List<String> lines, int last) {
        if (text.length() > LONGEST_HEADER) {
            return false;
        }
        boolean address = address(text);
        boolean dated = dated(text);
        if (!address && !dated) {
            return false;
        }
        boolean opens = opens(text) || Character.isDigit(text.charAt(0));
        return quotedNext(lines, last) || address && (dated || opens) || opens && dated;
    }

    private static boolean opens(String text) {
        var lower = text.strip().toLowerCase(Locale.ROOT);
        return QuoteWords.OPENINGS.stream().anyMatch(lower::startsWith);
    }

    private static boolean quotedNext(List<String> lines, int last) {
        for (int i = last + 1; i < Math.min(lines.size(), last + 3); i++) {
            if (!lines.get(i).isBlank()) {
                return lines.get(i).startsWith(">");
            }
        }
        return false;
    }

    private static boolean address(String text) {
        int at = text.indexOf('@');
        return at > 0 && at < text.length() - 1 && !Character.isWhitespace(text.charAt(at - 1));
    }

    /** A time such as 10:42 or a year. */
    private static boolean dated(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isDigit(c)) {
                digits++;
                continue;
            }
            boolean clock = ":.h時时".indexOf(c) >= 0
                    && digits >= 1
                    && digits <= 2
                    && i + 1 < text.length()
                    && Character.isDigit(text.charAt(i + 1));
            if (clock || digits == 4) {
                return true;
            }
            digits = 0;
        }
        return digits == 4;
    }
}
