package dev.countersign.channels.email.letter;

import dev.countersign.channels.Card.Fact;

import java.util.List;

/** One piece of a letter or a page; written once, shown as text and as HTML. */
public sealed interface Block {
    record Title(String words) implements Block {}

    /** Our own sentence. */
    record Words(String words) implements Block {}

    /** Something to be careful about. */
    record Warning(String words) implements Block {}

    record Facts(List<Fact> facts) implements Block {}

    /** Exact text, line by line. */
    record Exact(String label, String text) implements Block {}

    /** What is taken away and what is put there, line by line. */
    record Difference(String text) implements Block {
        public static final String LABEL = "Difference";
    }

    /** The agent's words, marked as such. */
    record Quote(String label, String text) implements Block {}

    /** An answer, as it was written. */
    record Prose(String text) implements Block {}

    record Link(String label, String url) implements Block {}
}
