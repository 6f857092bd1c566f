package dev.countersign.agent.words;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The known names that somebody most likely meant, by the number of letters that differ. */
public final class Nearest {
    /** Longer names are not compared: the work grows with the square of the length. */
    private static final int LONGEST = 120;

    private Nearest() {}

    /** The nearest known name, if one is near at all. */
    public static Optional<String> to(String wrong, Collection<String> known) {
        return all(wrong, known).stream().filter(name -> !name.equals(wrong)).findFirst();
    }

    /** " Did you mean X?", or nothing where no known name is near. */
    public static String hint(String wrong, Collection<String> known) {
        return hint("", wrong, known);
    }

    /** The same, with what stands before the name where it is used. */
    public static String hint(String before, String wrong, Collection<String> known) {
        return to(wrong, known)
                .map(name -> " Did you mean " + before + name + "?")
                .orElse("");
    }

    /** All known names that are near enough to be meant, nearest first. */
    public static List<String> all(String wrong, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(wrong, name) <= reach(wrong))
                .sorted(byDistance(wrong))
                .toList();
    }

    /** The known names in the order of their distance, however far away they are. */
    public static Comparator<String> byDistance(String wrong) {
        return Comparator.<String>comparingInt(name -> distance(wrong, name))
                .thenComparing(Comparator.naturalOrder());
    }

    /** A short word has few letters to be wrong in. */
    private static int reach(String wrong) {
        int letters = wrong.length();
        return letters < 4 ? 1 : letters < 7 ? 2 : Math.max(3, letters / 3);
    }

    /** How many letters are changed, missing, too many or swapped with their neighbour. */
    private static int distance(String one, String other) {
        if (one.length() > LONGEST || other.length() > LONGEST) {
            return Integer.MAX_VALUE;
        }
        var a = one.toLowerCase(Locale.ROOT);
        var b = other.toLowerCase(Locale.ROOT);
        var steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : fewest(steps, a, b, i, j);
            }
        }
        return steps[a.length()][b.length()];
    }

    private static int fewest(int[][] steps, String a, String b, int i, int j) {
        int changed = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int fewest = Math.min(changed, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
        boolean swapped = i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(fewest, steps[i - 2][j - 2] + 1) : fewest;
    }
}
