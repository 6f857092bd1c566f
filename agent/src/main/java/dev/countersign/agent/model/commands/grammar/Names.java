package dev.countersign.agent.model.commands.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Tells which words can be names of objects, and which are words of the grammar itself. */
final class Names {
    static final Set<String> CALLED = Set.of("called", "named");

    /** Words on which it may hang whether something is to be done, and when. */
    private static final Set<String> CONDITIONS = Set.of(
            "but",
            "not",
            "unless",
            "if",
            "until",
            "when",
            "except",
            "without",
            "only",
            "never",
            "before",
            "after",
            "later",
            "tomorrow",
            "instead",
            "then");

    /** Words that no object is called, so that a half-understood sentence is not carried out. */
    private static final Set<String> NO_NAMES = Set.of(
            "don't",
            "do",
            "it",
            "this",
            "that",
            "them",
            "those",
            "these",
            "everything",
            "all",
            "or",
            "why",
            "how",
            "because",
            "is",
            "are",
            "was",
            "were",
            "me",
            "my",
            "you",
            "older",
            "newer",
            "than",
            "every",
            "each",
            "any",
            "to",
            "with",
            "in",
            "on",
            "at",
            "by",
            "of",
            "for",
            "from",
            "so",
            "can",
            "should",
            "would",
            "which",
            "what",
            "who",
            "where",
            "please",
            "the",
            "a",
            "an",
            "no",
            "yes",
            "and");

    private Names() {}

    /** What follows "called" is a name, whatever word it is. */
    static List<Token> named(List<Token> tokens) {
        var out = new ArrayList<Token>();
        for (Token token : tokens) {
            var name = !out.isEmpty()
                    && CALLED.contains(out.getLast().key())
                    && !Nouns.PREPOSITIONS.contains(token.key())
                    && token.kind() == Token.Kind.WORD;
            out.add(name ? Token.quoted(token.text()) : token);
        }
        return out;
    }

    static boolean isCondition(String word) {
        return CONDITIONS.contains(word);
    }

    /** Why a phrase is left alone that has such a word where a name could stand. */
    static String condition(Phrase phrase) {
        return phrase.words().stream()
                .map(Token::key)
                .filter(Names::isCondition)
                .findFirst()
                .map(word -> "I read “" + word
                        + "” as a condition, and I do not wait for any; if it is a name, put"
                        + " it in quotes.")
                .orElse("");
    }

    /** A word of the grammar itself, so no slip of the pen for another. */
    static boolean isOwn(String word) {
        return NO_NAMES.contains(word) || CALLED.contains(word) || isCondition(word);
    }

    static boolean isName(Token token) {
        if (token.kind() == Token.Kind.QUOTED) {
            return !token.text().isBlank();
        }
        return !NO_NAMES.contains(token.key())
                && !isCondition(token.key())
                && token.text().matches("[A-Za-z0-9][-A-Za-z0-9._:]*");
    }
}
