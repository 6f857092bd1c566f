package dev.countersign.channels.email.letter;

/**
 * Makes characters that hide or reorder others visible, for every text that we write to people.
 * The escape is that of JSON, so arguments mean the same with it as without.
 */
public final class Visible {
    private static final int LONGEST_HEADER = 200;

    private Visible() {}

    /** For a body: line ends and tabs stay. */
    public static String text(String words) {
        var out = new StringBuilder(words.length());
        words.replace("\r\n", "\n").codePoints().forEach(c -> {
            if (c == '\n' || c == '\t' || !hides(c)) {
                out.appendCodePoint(c);
            } else {
                escape(out, c);
            }
        });
        return out.toString();
    }

    /** For one line, and so for a header: nothing that could begin another one. */
    public static String line(String words) {
        return line(words, LONGEST_HEADER);
    }

    /** The same in so many characters at most. */
    static String line(String words, int most) {
        var flat = text(words).replaceAll("[\\s\\u0085\\u2028\\u2029]+", " ").strip();
        if (flat.length() <= most) {
            return flat;
        }
        int cut = Character.isHighSurrogate(flat.charAt(most - 4)) ? 4 : 3;
        return flat.substring(0, most - cut) + "...";
    }

    /** One function for all header values: refuses what may not stand in one. */
    public static String header(String value) {
        if (value.length() > LONGEST_HEADER * 10 || value.codePoints().anyMatch(Visible::hides)) {
            throw new IllegalArgumentException("a mail header holds a control character");
        }
        return value;
    }

    static String html(String words) {
        var out = new StringBuilder(words.length() + 16);
        for (char c : text(words).toCharArray()) {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean hides(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default ->
                c == 0x034F
                        || c == 0x115F
                        || c == 0x1160
                        || c == 0x17B4
                        || c == 0x17B5
                        || c == 0x3164
                        || c == 0xFFA0
                        || c == 0x2800
                        || c >= 0xFE00 && c <= 0xFE0D
                        || c >= 0xE0100 && c <= 0xE01EF;
        };
    }

    private static void escape(StringBuilder out, int c) {
        for (char unit : Character.toChars(c)) {
            out.append("\\u").append(String.format("%04X", (int) unit));
        }
    }
}
