package dev.countersign.agent.model;

/** Something that takes the next turn of a conversation. Used by many threads at once. */
@FunctionalInterface
public interface Model {
    Turn think(Prompt prompt) throws ModelFailure;
}
