package dev.countersign.channels.slack.api;

import dev.countersign.channels.Conversation;

import java.util.Optional;

/** Where in Slack something is: a channel, and the thread in it if there is one. */
public record Place(String channel, Optional<String> thread) {
    /** The word for Slack in a {@link Conversation}. */
    public static final String SLACK = "slack";

    public static Place of(Conversation where) {
        var cut = where.place().indexOf('/');
        return cut < 0
                ? new Place(where.place(), Optional.empty())
                : new Place(
                        where.place().substring(0, cut),
                        Optional.of(where.place().substring(cut + 1)));
    }

    public static Place of(String channel, Optional<String> thread) {
        return new Place(channel, thread);
    }

    public Conversation conversation() {
        return new Conversation(SLACK, thread.map(ts -> channel + "/" + ts).orElse(channel));
    }

    /** A direct message to the app; nobody else reads along. */
    public boolean direct() {
        return channel.startsWith("D");
    }
}
