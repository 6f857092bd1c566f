package dev.countersign.channels.email.smtp;

import dev.countersign.channels.email.letter.Letter;

import java.util.List;
import java.util.Optional;

/** One mail to one address, with everything that stands on its envelope. */
public record Post(
        String messageId,
        String to,
        String replyTo,
        Optional<String> bounceTo,
        Optional<String> inReplyTo,
        List<String> references,
        Letter letter) {
    public Post {
        references = List.copyOf(references);
    }

    /** The same as an answer: nothing comes back from it but replies. */
    public Post asAnswer() {
        return new Post(messageId, to, replyTo, Optional.empty(), inReplyTo, references, letter);
    }

    /** An answer has no address for bounces, so that it can cause no other answer. */
    boolean answers() {
        return bounceTo.isEmpty();
    }
}
