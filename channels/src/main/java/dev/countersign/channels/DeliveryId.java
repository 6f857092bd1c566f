package dev.countersign.channels;

import java.util.Objects;

/** A channel's own name for something it brought; the same delivery twice has the same name. */
public record DeliveryId(String channel, String id) {
    public DeliveryId {
        Objects.requireNonNull(channel);
        Objects.requireNonNull(id);
    }
}
