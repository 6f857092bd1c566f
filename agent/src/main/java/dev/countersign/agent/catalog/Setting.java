package dev.countersign.agent.catalog;

import dev.countersign.agent.catalog.ModelSpec.SecretRef;

/** A value of a header or of an environment: written out, or where the secret in it is. */
public sealed interface Setting {
    record Text(String text) implements Setting {}

    /** {@code before} stands in front of the secret, such as the word {@code Bearer}. */
    record Secret(String before, SecretRef ref) implements Setting {}
}
