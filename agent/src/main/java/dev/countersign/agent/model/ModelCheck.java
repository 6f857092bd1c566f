package dev.countersign.agent.model;

/** A model whose key and address can be tried without a conversation. */
@FunctionalInterface
public interface ModelCheck {
    /** What was found, in words; a failed check is a status, never a failed start. */
    Status check();

    record Status(boolean ready, String detail) {}
}
