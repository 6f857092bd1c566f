package dev.countersign.agent.gate.reply;

import dev.countersign.agent.gate.reply.Reading.Approve;
import dev.countersign.agent.gate.reply.Reading.Reject;
import dev.countersign.agent.gate.reply.Reading.Unclear;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a decision from the new text of a reply. The first line decides, by a small list of words;
 * a yes with any condition is no yes, and what is not understood is asked back.
 */
final class ReplyReader {
    private static final int LONGEST_TEXT = 64 * 1024;
    private static final int LONGEST_LINE = 2_000;
    private static final int LONGEST_REASON = 2_000;
    /** What people and mail programs put around a word without meaning anything by it. */
    private static final String WRAPPING = "*_`~#>\"'“”„‚‘’«»‹›()[]{}";

    private static final String BREAKS = ":,.!;。、";

    private ReplyReader() {}

    static Reading read(String text) {
        var tidy = tidy(text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text);
        if (tidy.isEmpty()) {
            return new Unclear("The reply was empty.");
        }
        int end = tidy.indexOf('\n');
        var line = end < 0 ? tidy : tidy.substring(0, end);
        if (line.length() > LONGEST_LINE) {
            return new Unclear("The first line was too long to be a decision.");
        }
        int cut = wordEnd(line);
        var word = line.substring(0, cut).toLowerCase(Locale.ROOT);
        var rest = (line.substring(cut) + (end < 0 ? "" : tidy.substring(end))).strip();
        if (DecisionWords.REJECT.contains(word)) {
            return reject(rest);
        }
        return DecisionWords.APPROVE.contains(word) ? approve(line, cut, rest) : unknown();
    }

    private static Reading approve(String line, int cut, String rest) {
        boolean plain = cut == line.length() || BREAKS.indexOf(line.charAt(cut)) >= 0;
        if (!plain) {
            return unknown();
        }
        var comment = comment(rest);
        return limited(comment)
                ? new Unclear("The reply said yes and then something that may limit it; a yes by"
                        + " mail must be plain.")
                : new Approve(reason(comment));
    }

    private static Reading reject(String rest) {
        var comment = comment(rest);
        for (var word : split(comment)) {
            if (DecisionWords.APPROVE.contains(word)) {
                return new Unclear("The reply said both no and yes.");
            }
        }
        return new Reject(reason(comment));
    }

    /** A condition, a no or a question anywhere in the comment. */
    private static boolean limited(String comment) {
        if (comment.indexOf('?') >= 0 || comment.indexOf('؟') >= 0) {
            return true;
        }
        for (var word : split(comment)) {
            if (DecisionWords.STOP.contains(word) || DecisionWords.REJECT.contains(word)) {
                return true;
            }
        }
        return DecisionWords.STOP_PARTS.stream().anyMatch(comment::contains);
    }

    private static String[] split(String comment) {
        return comment.toLowerCase(Locale.ROOT).replace('’', '\'').split("[^\\p{L}\\p{M}']+");
    }

    private static Reading unknown() {
        return new Unclear("The first line of the reply was not one of the words that decide.");
    }

    private static int wordEnd(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (Character.isWhitespace(c) || BREAKS.indexOf(c) >= 0 || c == '?') {
                return i;
            }
        }
        return line.length();
    }

    private static String comment(String rest) {
        int from = 0;
        while (from < rest.length()
                && (Character.isWhitespace(rest.charAt(from))
                        || BREAKS.indexOf(rest.charAt(from)) >= 0)) {
            from++;
        }
        return rest.substring(from).strip();
    }

    private static Optional<String> reason(String comment) {
        if (comment.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                comment.length() > LONGEST_REASON
                        ? comment.substring(0, LONGEST_REASON) + " [...]"
                        : comment);
    }

    /** One form of every letter, nothing invisible, and the first line without its wrapping. */
    private static String tidy(String text) {
        var plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
        var out = new StringBuilder(plain.length());
        plain.codePoints()
                .filter(c -> c == '\n' || !hidden(c))
                .map(c -> Character.isSpaceChar(c) ? ' ' : c)
                .forEach(out::appendCodePoint);
        var clean = out.toString().strip();
        int from = 0;
        while (from < clean.length() && wrapping(clean.charAt(from))) {
            from++;
        }
        clean = clean.substring(from);
        int end = clean.indexOf('\n');
        var line = end < 0 ? clean : clean.substring(0, end);
        int head = Math.min(line.length(), wordEnd(line) + 2);
        return (unwrapped(line.substring(0, head)) + line.substring(head)).strip()
                + (end < 0 ? "" : clean.substring(end));
    }

    private static String unwrapped(String head) {
        var out = new StringBuilder(head.length());
        head.chars().filter(c -> WRAPPING.indexOf(c) < 0).forEach(c -> out.append((char) c));
        return out.toString();
    }

    private static boolean wrapping(char c) {
        return Character.isWhitespace(c)
                || WRAPPING.indexOf(c) >= 0
                || BREAKS.indexOf(c) >= 0
                || c == '-';
    }

    private static boolean hidden(int c) {
        int type = Character.getType(c);
        return type == Character.FORMAT
                || type == Character.CONTROL && c != '\t'
                || type == Character.SURROGATE;
    }
}
