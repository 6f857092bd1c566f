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

    /** Levenshtein's distance, in one row. */
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
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
