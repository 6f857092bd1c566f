package dev.countersign.bot.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known word that somebody most likely meant. */
public final class Nearest {

    private Nearest() {}

    /** The nearest of the known words, if it is near enough to be worth a question. */
    public static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String k) -> distance(word, k))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(k -> distance(word, k) <= Math.max(2, word.length() / 2));
    }

    /** Adds the question to a message, where there is something to ask. */
    public static String didYouMean(String prefix, String word, Collection<String> known) {
        return to(word, known).map(k -> " Did you mean " + prefix + k + "?").orElse("");
    }

    /** How many letters must be added, dropped or changed; upper case does not count. */
    private static int distance(String one, String other) {
        var a = one.toLowerCase(Locale.ROOT);
        var b = other.toLowerCase(Locale.ROOT);
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
