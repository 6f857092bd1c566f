package dev.countersign.channels.email.reply;

import dev.countersign.channels.email.reply.Reply.Shape;

import java.util.ArrayList;
import java.util.List;

/**
 * Separates the new words of a reply from what it quotes and from its signature. One pass over the
 * lines, looking ahead a fixed number of them: linear in time, whatever the mail holds.
 */
public final class ReplyParser {
    /** Stands above the body of every mail that we send about a question. */
    public static final String DELIMITER = "##- Please write your answer above this line. -##";

    private static final String DELIMITER_CORE = "write your answer above this line";

    private final List<String> lines;
    private final List<String> above = new ArrayList<>();
    private final List<String> below = new ArrayList<>();
    private boolean quoted;
    private boolean unmarked;
    private boolean ours;

    private ReplyParser(String text) {
        this.lines = Lines.of(text);
    }

    public static Reply parse(String text) {
        var parser = new ReplyParser(text);
        parser.walk();
        return parser.reply();
    }

    private void walk() {
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            ours |= line.contains(DELIMITER_CORE);
            if (marked(line)) {
                quoted = true;
            } else if (line.contains(DELIMITER_CORE)) {
                open();
                return;
            } else {
                int header = QuoteHeaders.length(lines, i);
                if (header > 0) {
                    i += header - 1;
                    if (!markedNext(i + 1)) {
                        open();
                        seek(i + 1);
                        return;
                    }
                    quoted = true;
                } else {
                    (quoted ? below : above).add(line);
                }
            }
        }
    }

    /** From here on nothing says which words are new. */
    private void open() {
        quoted = true;
        unmarked = true;
    }

    private void seek(int from) {
        for (int i = from; i < lines.size() && !ours; i++) {
            ours = lines.get(i).contains(DELIMITER_CORE);
        }
    }

    private static boolean marked(String line) {
        int i = 0;
        while (i < line.length() && line.charAt(i) == ' ') {
            i++;
        }
        return i < line.length() && i < 3 && (line.charAt(i) == '>' || line.charAt(i) == '＞');
    }

    private boolean markedNext(int from) {
        for (int i = from; i < Math.min(lines.size(), from + 3); i++) {
            if (!lines.get(i).isBlank()) {
                return marked(lines.get(i));
            }
        }
        return false;
    }

    private Reply reply() {
        var top = joined(Signatures.cut(above));
        var tail = joined(Signatures.cut(below));
        if (top.isEmpty() && tail.isEmpty()) {
            return new Reply("", Shape.EMPTY);
        }
        if (tail.isEmpty()) {
            return new Reply(top, Shape.ABOVE);
        }
        if (top.isEmpty()) {
            return new Reply(tail, ours && !unmarked && together() ? Shape.BELOW : Shape.MIXED);
        }
        return new Reply(top + "\n\n" + tail, Shape.MIXED);
    }

    /** Whether nothing is quoted any more after the first new line below a quotation. */
    private boolean together() {
        boolean begun = false;
        boolean quotes = false;
        for (var line : lines) {
            boolean mark = marked(line);
            if (mark && begun) {
                return false;
            }
            quotes |= mark;
            begun |= quotes && !mark && !line.isBlank();
        }
        return begun;
    }

    private static String joined(List<String> some) {
        return String.join("\n", some).strip();
    }
}
