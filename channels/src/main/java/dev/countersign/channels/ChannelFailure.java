package dev.countersign.channels;

import java.time.Duration;
import java.util.Optional;

/** A channel could not send; says whether trying again can help. */
public final class ChannelFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** What the sender should do next. */
    public enum Remedy {
        /** Try the same message again. */
        TRY_LATER,
        /** This message to this place will never arrive: take the next channel. */
        GIVE_UP,
        /** It may have arrived; the channel recognises its own message when it is tried again. */
        UNKNOWN
    }

    private final String channel;
    private final Remedy remedy;
    private final transient Optional<Duration> after;

    public ChannelFailure(String channel, Remedy remedy, String message, Throwable cause) {
        this(channel, remedy, Optional.empty(), message, cause);
    }

    public ChannelFailure(
            String channel,
            Remedy remedy,
            Optional<Duration> after,
            String message,
            Throwable cause) {
        super(message, cause);
        this.channel = channel;
        this.remedy = remedy;
        this.after = after;
    }

    public String channel() {
        return channel;
    }

    public Remedy remedy() {
        return remedy;
    }

    /** How long the other side asked us to wait, if it did. */
    public Optional<Duration> after() {
        return after;
    }
}
