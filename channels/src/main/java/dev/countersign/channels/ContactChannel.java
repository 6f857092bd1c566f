package dev.countersign.channels;

import java.util.List;
import java.util.Optional;

/**
 * A way to reach people and to hear from them. An implementation decides nothing and remembers
 * nothing that a restart may not lose. Used by many threads at once.
 */
public interface ContactChannel extends AutoCloseable {
    /** The word for this channel in a {@link Conversation} and in the audit. */
    String name();

    /**
     * The scheme of identities (see {@link Person}) under which this channel asks each approver
     * alone, if it does; otherwise one message in one place is for all of them.
     */
    default Optional<String> asksEachBy() {
        return Optional.empty();
    }

    /** Whether it shows how far runs are; where not, no {@link Outbound.Progress} is sent. */
    default boolean showsProgress() {
        return false;
    }

    /** Starts to listen; called once, before any {@link #send}. */
    void open(Inbox inbox);

    /** Sends one message and says how it can be found again. */
    Receipt send(Outbound message, Sending sending) throws ChannelFailure;

    /** Stops listening; what was accepted stays accepted. */
    @Override
    void close();

    /**
     * How a message is being sent. {@code id} is the same at every try, so that a channel which
     * cannot know whether the last try arrived finds its own message. {@code tries} says which try
     * this is, counting from 1; at any later one the message may be there. {@code earlier} are the
     * receipts of what was sent before to the same place about the same question or run, oldest
     * first: what a channel edits, or answers to.
     */
    record Sending(DeliveryId id, int tries, List<Receipt> earlier) {
        public Sending {
            earlier = List.copyOf(earlier);
        }
    }
}
