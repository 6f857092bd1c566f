package dev.countersign.channels.web.html;

import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Makes characters that hide or reorder others visible. The escape is that of JSON, so arguments
 * mean the same with it as without.
 */
final class Visible {
    private Visible() {}

    /** Hands each character to the one, or its escape to the other. */
    static void walk(String text, IntConsumer plain, Consumer<String> escaped) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\r' && i < text.length() && text.charAt(i) == '\n') {
                continue;
            }
            if (hides(c)) {
                escaped.accept(escape(c));
            } else {
                plain.accept(c);
            }
        }
    }

    static boolean hides(int c) {
        if (c == '\n' || c == '\t') {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> blank(c);
        };
    }

    /** Letters and marks that show nothing at all. */
    private static boolean blank(int c) {
        return switch (c) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0 -> true;
            default -> c >= 0xFE00 && c <= 0xFE0D || c >= 0xE0100 && c <= 0xE01EF;
        };
    }

    private static String escape(int c) {
        var out = new StringBuilder();
        for (char unit : Character.toChars(c)) {
            out.append("\\u").append(String.format("%04X", (int) unit));
        }
        return out.toString();
    }
}
