package dev.countersign.channels;

import java.util.Objects;

/** A channel's own name for something it sent, so that it can be found again. */
public record Receipt(String value) {
    public Receipt {
        Objects.requireNonNull(value);
    }
}
