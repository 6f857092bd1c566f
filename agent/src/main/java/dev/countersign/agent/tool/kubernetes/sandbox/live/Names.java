package dev.countersign.agent.tool.kubernetes.sandbox.live;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Names that look made up and are always the same for the same reason. */
final class Names {
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int SUFFIX = 5;
    private static final int HASH = 10;

    private Names() {}

    static String suffix(String seed) {
        return letters(seed, SUFFIX);
    }

    static String hash(String seed) {
        return letters(seed, HASH);
    }

    private static String letters(String seed, int count) {
        byte[] digest = digest(seed);
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < count; i++) {
            name.append(LETTERS.charAt(Math.floorMod(digest[i], LETTERS.length())));
        }
        return name.toString();
    }

    /** A number from 0 up to the limit. */
    static int number(String seed, int limit) {
        byte[] digest = digest(seed);
        int number = (digest[0] & 0xff) << 16 | (digest[1] & 0xff) << 8 | digest[2] & 0xff;
        return number % limit;
    }

    static byte[] digest(String seed) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(seed.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
