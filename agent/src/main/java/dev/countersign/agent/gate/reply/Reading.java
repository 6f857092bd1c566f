package dev.countersign.agent.gate.reply;

import java.util.Optional;

/** What a free text says about an approval, read by a strict grammar. */
sealed interface Reading {
    record Approve(Optional<String> reason) implements Reading {}

    record Reject(Optional<String> reason) implements Reading {}

    /** No decision; {@code why} is a sentence for the person who wrote it. */
    record Unclear(String why) implements Reading {}
}
