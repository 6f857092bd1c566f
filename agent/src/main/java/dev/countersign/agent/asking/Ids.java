package dev.countersign.agent.asking;

import java.security.SecureRandom;

/** Makes names that nobody can guess, short enough to be read out. */
public final class Ids {
    private static final char[] ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int LENGTH = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    public static String fresh(String prefix) {
        var name = new StringBuilder(prefix);
        for (int i = 0; i < LENGTH; i++) {
            name.append(ALPHABET[RANDOM.nextInt(ALPHABET.length)]);
        }
        return name.toString();
    }
}
