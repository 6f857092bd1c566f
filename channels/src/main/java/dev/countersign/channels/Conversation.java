package dev.countersign.channels;

import java.util.Objects;

/** A place in a channel where a run talks: a Slack thread, a mail thread, a page. */
public record Conversation(String channel, String place) {
    public Conversation {
        Objects.requireNonNull(channel);
        Objects.requireNonNull(place);
    }
}
