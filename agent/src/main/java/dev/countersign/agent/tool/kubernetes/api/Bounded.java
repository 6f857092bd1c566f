package dev.countersign.agent.tool.kubernetes.api;

/** Text that never grows past a limit, and says how much was left out. */
public final class Bounded {
    /** How much of one result is kept. */
    public static final int RESULT = 250_000;

    private static final int LINE = 300;

    private Bounded() {}

    /** The text, or its beginning with a last line that says how to see the rest. */
    public static String text(String text, String narrow) {
        if (text.length() <= RESULT) {
            return text;
        }
        int end = text.lastIndexOf('\n', RESULT);
        String kept = text.substring(0, end > RESULT / 2 ? end : whole(text, RESULT));
        return kept + "\n... " + (text.length() - kept.length()) + " more characters are left out. "
                + narrow;
    }

    /** One short line of it, for an error message. */
    public static String line(String text) {
        String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LINE ? line : line.substring(0, whole(line, LINE)) + "...";
    }

    private static int whole(String text, int end) {
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }
}
