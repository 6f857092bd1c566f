package dev.countersign.store.form;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Text from outside, made fit for a column that is compared and indexed. */
public final class IndexedText {
    /** Longer names are kept as their hash; the whole is in the row's form. */
    private static final int MAX_NAME = 500;

    private static final int MAX_TITLE = 200;

    private IndexedText() {}

    /** The same name always gives the same text, and other names another. */
    public static String name(String text) {
        var clean = text.indexOf('\0') < 0 && text.length() <= MAX_NAME;
        return clean ? text : "sha256:" + sha256(text);
    }

    /** The beginning of a text, for a list. */
    public static String title(String text) {
        var clean = text.replace('\0', ' ');
        return clean.codePointCount(0, clean.length()) <= MAX_TITLE
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, MAX_TITLE - 1)) + "\u2026";
    }

    public static String clean(String text) {
        return text.replace('\0', ' ');
    }

    public static String sha256(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has SHA-256", absent);
        }
    }
}
