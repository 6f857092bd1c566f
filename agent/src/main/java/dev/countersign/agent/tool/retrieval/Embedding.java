package dev.countersign.agent.tool.retrieval;

/** Turns text into a direction: texts about the same things point the same way. */
@FunctionalInterface
public interface Embedding {
    float[] of(String text);
}
