package dev.countersign.agent.asking;

import java.security.SecureRandom;

/**
 * Makes names that nobody can guess, short enough to be read out. Those made at about the same time
 * begin alike, so that what is stored under them lies together: an index is then changed in one
 * place, and not in as many as there are names.
 */
public final class Ids {
    private static final char[] ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    /** As many letters of time, which come round again after three quarters of an hour. */
    private static final int ALIKE = 3;

    private static final long NANOS_ALIKE = 100_000_000;
    private static final int RANDOM_LETTERS = 9;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    public static String fresh(String prefix) {
        var name = new char[ALIKE + RANDOM_LETTERS];
        // Not a time that anybody reads: only names of one process need to lie together.
        long time = System.nanoTime() / NANOS_ALIKE;
        for (int i = ALIKE - 1; i >= 0; i--) {
            name[i] = ALPHABET[(int) Math.floorMod(time, (long) ALPHABET.length)];
            time = Math.floorDiv(time, (long) ALPHABET.length);
        }
        for (int i = ALIKE; i < name.length; i++) {
            name[i] = ALPHABET[RANDOM.nextInt(ALPHABET.length)];
        }
        return prefix + new String(name);
    }
}
