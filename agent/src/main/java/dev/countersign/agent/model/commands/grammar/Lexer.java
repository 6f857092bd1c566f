package dev.countersign.agent.model.commands.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into words in one pass: quotes of every kind, braces that balance, and the breaks
 * between commands (a new line, {@code ;} and {@code &&}).
 */
final class Lexer {
    private static final String OPENING = "'\"`\u201c\u2018\u00ab\u201e\u201a";
    private static final String CLOSING = "'\"`\u201d\u2019\u00bb\u201c\u2018";
    private static final String TRAILING = ".,?!:\u2026";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        return new Lexer(text).read();
    }

    private List<Token> read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n' || c == ';') {
                tokens.add(Token.BREAK);
                at++;
            } else if (blank(c)) {
                at++;
            } else if (text.startsWith("&&", at)) {
                tokens.add(Token.BREAK);
                at += 2;
            } else if (OPENING.indexOf(c) >= 0) {
                tokens.add(Token.quoted(quotation()));
            } else if (c == '{' || c == '[') {
                tokens.add(Token.quoted(braces()));
            } else {
                word();
            }
        }
        return List.copyOf(tokens);
    }

    private void word() {
        var word = new StringBuilder();
        var literal = false;
        while (at < text.length() && !ends(text.charAt(at))) {
            char c = text.charAt(at);
            char before = word.isEmpty() ? ' ' : word.charAt(word.length() - 1);
            if (before == '=' && OPENING.indexOf(c) >= 0) {
                word.append(quotation());
                literal = true;
            } else if (before == '=' && (c == '{' || c == '[')) {
                word.append(braces());
                literal = true;
            } else {
                word.append(c);
                at++;
            }
        }
        var said = literal ? word.toString() : trimmed(word.toString());
        if (!said.isEmpty()) {
            tokens.add(Token.word(said));
        }
    }

    private boolean ends(char c) {
        return c == '\n' || c == ';' || blank(c) || text.startsWith("&&", at);
    }

    /** A quotation that nobody closed goes to the end of its line. */
    private String quotation() {
        char open = text.charAt(at);
        char close = CLOSING.charAt(OPENING.indexOf(open));
        at++;
        var inside = new StringBuilder();
        while (at < text.length() && text.charAt(at) != close && text.charAt(at) != '\n') {
            if (open == '"' && escapes()) {
                at++;
            }
            inside.append(text.charAt(at++));
        }
        if (at < text.length() && text.charAt(at) == close) {
            at++;
        }
        return inside.toString();
    }

    private boolean escapes() {
        return text.charAt(at) == '\\'
                && at + 1 < text.length()
                && (text.charAt(at + 1) == '"' || text.charAt(at + 1) == '\\');
    }

    private String braces() {
        int from = at;
        int depth = 0;
        boolean string = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (string && c == '\\') {
                at++;
            } else if (c == '"') {
                string = !string;
            } else if (!string && (c == '{' || c == '[')) {
                depth++;
            } else if (!string && (c == '}' || c == ']') && --depth == 0) {
                at++;
                break;
            }
        }
        at = Math.min(at, text.length());
        return text.substring(from, at);
    }

    private static boolean blank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }

    private static String trimmed(String word) {
        int end = word.length();
        while (end > 0 && TRAILING.indexOf(word.charAt(end - 1)) >= 0) {
            end--;
        }
        return end == 1 && word.startsWith("?") ? word : word.substring(0, end);
    }
}
