package dev.countersign.channels;

import java.util.Objects;

/** The name of a question; it stays the same when the question gets a new version. */
public record QuestionKey(String value) {
    public QuestionKey {
        Objects.requireNonNull(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
