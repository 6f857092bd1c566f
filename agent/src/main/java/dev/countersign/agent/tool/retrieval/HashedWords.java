package dev.countersign.agent.tool.retrieval;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An embedding without a model: words, pairs of words and parts of words, each hashed to a place.
 * It finds what is said in the same or kindred words, in any language, and knows no synonyms.
 */
final class HashedWords implements Embedding {
    private static final int PLACES = 512;
    private static final int LONGEST_WORD = 40;
    private static final float WORD = 1f;
    private static final float PAIR = 0.5f;
    private static final float PART = 0.3f;
    private static final int PART_LENGTH = 4;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** Words that say nothing about what a text is about. */
    private static final Set<String> SMALL = Set.of(
            "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from",
            "how", "i", "if", "in", "is", "it", "my", "of", "on", "or", "that", "the", "this", "to",
            "was", "we", "what", "when", "where", "which", "who", "will", "with", "you", "your");

    @Override
    public float[] of(String text) {
        var counts = new HashMap<String, Integer>();
        var before = "";
        for (String word : BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT))) {
            if (word.isEmpty() || SMALL.contains(word)) {
                continue;
            }
            var kept = word.length() > LONGEST_WORD ? word.substring(0, LONGEST_WORD) : word;
            count(counts, "w" + kept);
            if (!before.isEmpty()) {
                count(counts, "p" + before + " " + kept);
            }
            for (int i = 0; i + PART_LENGTH <= kept.length(); i++) {
                count(counts, "t" + kept.substring(i, i + PART_LENGTH));
            }
            before = kept;
        }
        return direction(counts);
    }

    private static void count(Map<String, Integer> counts, String token) {
        counts.merge(token, 1, Integer::sum);
    }

    /** A word that is said often counts more, and not that much more. */
    private static float[] direction(Map<String, Integer> counts) {
        var direction = new float[PLACES];
        counts.forEach((token, count) -> {
            int hash = mixed(token.hashCode());
            float sign = (hash & 1) == 0 ? 1f : -1f;
            float weight = (float) (1 + Math.log(count)) * weight(token.charAt(0));
            direction[Math.floorMod(hash >> 1, PLACES)] += sign * weight;
        });
        return direction;
    }

    private static float weight(char kind) {
        return switch (kind) {
            case 'w' -> WORD;
            case 'p' -> PAIR;
            default -> PART;
        };
    }

    /** Java's hash of short words is regular in its low bits. */
    private static int mixed(int hash) {
        int h = hash * 0x9E3779B9;
        h ^= h >>> 15;
        h *= 0x85EBCA6B;
        return h ^ h >>> 13;
    }
}
