package dev.countersign.agent.tool.kubernetes.frame;

import dev.countersign.agent.tool.kubernetes.api.ToolFailed;

import java.util.ArrayList;
import java.util.List;

/** A line split at its blanks, but for those in quotes. */
public final class Words {
    private static final char NONE = 0;

    private Words() {}

    public static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = NONE;
        boolean any = false;
        for (char c : line.toCharArray()) {
            if (quote != NONE && c == quote) {
                quote = NONE;
            } else if (quote == NONE && (c == '"' || c == '\'')) {
                quote = c;
                any = true;
            } else if (quote == NONE && Character.isWhitespace(c)) {
                end(words, word, any);
                any = false;
            } else {
                word.append(c);
            }
        }
        if (quote != NONE) {
            throw new ToolFailed("A quote " + quote + " is not closed.");
        }
        end(words, word, any);
        return words;
    }

    private static void end(List<String> words, StringBuilder word, boolean quoted) {
        if (word.length() > 0 || quoted) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
