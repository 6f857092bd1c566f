package dev.countersign.agent.model.commands.grammar;

import java.util.Locale;

/** One word of a message; {@code quoted} words are names or values, never words of the grammar. */
record Token(Kind kind, String text) {
    enum Kind {
        WORD,
        QUOTED,
        BREAK
    }

    static final Token BREAK = new Token(Kind.BREAK, "");

    static Token word(String text) {
        return new Token(Kind.WORD, text);
    }

    static Token quoted(String text) {
        return new Token(Kind.QUOTED, text);
    }

    /** The word as the grammar compares it; a quoted word never equals a keyword. */
    String key() {
        return kind == Kind.WORD ? text.toLowerCase(Locale.ROOT) : "";
    }

    boolean isFlag() {
        return kind == Kind.WORD && text.length() > 1 && text.startsWith("-");
    }
}
