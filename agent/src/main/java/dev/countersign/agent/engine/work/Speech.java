package dev.countersign.agent.engine.work;

import dev.countersign.agent.gate.Masking;

import java.util.regex.Pattern;

/**
 * What a model has said so far of a turn that is not over: a view for the eye, kept in memory
 * alone. For threads.
 */
public final class Speech {
    /** Beyond this nothing more is shown before the turn is over. */
    private static final int MOST = 64 * 1024;

    /** A line that names a secret is shown when it is whole: its value may come in pieces. */
    private static final Pattern NAMES_A_SECRET =
            Pattern.compile("(?i)pass|secret|token|key|credential|authorization|bearer|basic");

    private final StringBuilder said = new StringBuilder();

    public synchronized void add(String piece) {
        if (said.length() + piece.length() <= MOST) {
            said.append(piece);
        }
    }

    /** The whole words so far, without what looks like a secret: half of one looks like none. */
    public synchronized String shown() {
        int line = said.lastIndexOf("\n") + 1;
        int word = said.length();
        while (word > line && !Character.isWhitespace(said.charAt(word - 1))) {
            word--;
        }
        var secret = NAMES_A_SECRET.matcher(said).region(line, said.length()).find();
        return Masking.text(said.substring(0, secret ? line : word));
    }
}
