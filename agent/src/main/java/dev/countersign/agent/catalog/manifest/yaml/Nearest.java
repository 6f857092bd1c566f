package dev.countersign.agent.catalog.manifest.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that somebody most likely meant. */
public final class Nearest {
    private static final int LONGEST = 120;

    private Nearest() {}

    /** The nearest known name, if one is near at all. */
    public static Optional<String> to(String wrong, Collection<String> known) {
        if (wrong.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .filter(name -> !name.equals(wrong) && distance(wrong, name) <= reach(wrong, name))
                .min(Comparator.<String>comparingInt(name -> distance(wrong, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** " Did you mean X?", or nothing where no known name is near. */
    public static String hint(String wrong, Collection<String> known) {
        return to(wrong, known).map(name -> " Did you mean " + name + "?").orElse("");
    }

    private static int reach(String wrong, String name) {
        return Math.max(1, Math.max(wrong.length(), name.length()) / 3);
    }

    /** How many letters are changed, missing, too many or swapped with their neighbour. */
    private static int distance(String one, String other) {
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
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int fewest = Math.min(
                steps[i - 1][j - 1] + (same ? 0 : 1),
                1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
        boolean swapped = i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(fewest, steps[i - 2][j - 2] + 1) : fewest;
    }
}
