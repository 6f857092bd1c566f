package dev.countersign.agent.model.commands.grammar;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the words that somebody may have meant, by the number of letters that differ. */
public final class Nearest {
    /** Longer words are not compared: nobody mistypes that much. */
    private static final int LONGEST = 24;

    private Nearest() {}

    /** The candidates that are near enough to be meant, nearest first. */
    public static List<String> of(String word, Collection<String> candidates) {
        int enough = word.length() < 4 ? 1 : word.length() < 7 ? 2 : 3;
        return candidates.stream()
                .filter(candidate -> distance(word, candidate) <= enough)
                .sorted(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** Letters to add, drop, change or swap with their neighbour. */
    static int distance(String one, String two) {
        if (one.length() > LONGEST || two.length() > LONGEST) {
            return Integer.MAX_VALUE;
        }
        var rows = new int[one.length() + 1][two.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= two.length(); j++) {
                rows[i][j] = i == 0 ? j : j == 0 ? i : cell(rows, one, two, i, j);
            }
        }
        return rows[one.length()][two.length()];
    }

    private static int cell(int[][] rows, String one, String two, int i, int j) {
        int changed = rows[i - 1][j - 1] + (one.charAt(i - 1) == two.charAt(j - 1) ? 0 : 1);
        int best = Math.min(changed, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
        boolean swapped = i > 1
                && j > 1
                && one.charAt(i - 1) == two.charAt(j - 2)
                && one.charAt(i - 2) == two.charAt(j - 1);
        return swapped ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
    }
}
