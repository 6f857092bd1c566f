package dev.countersign.channels.slack.inbound;

import dev.countersign.channels.slack.api.Messages;
import dev.countersign.channels.slack.api.Place;
import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.block.Page;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Courtesies after the acknowledgement: the eyes on a mention, a private sentence to a clicker, a
 * fresh Home tab. They may be lost, so nothing that matters goes this way.
 */
public final class Aside implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Aside.class);
    private static final int AT_ONCE = 64;

    private final Messages messages;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private volatile boolean closed;

    public Aside(Messages messages) {
        this.messages = messages;
    }

    /** Something to do that Slack may refuse. */
    @FunctionalInterface
    public interface Courtesy {
        void pay() throws SlackFault;
    }

    public void later(String what, Courtesy courtesy) {
        later(what, courtesy, () -> LOG.debug("going on without {}", what));
    }

    /** The same; {@code otherwise} is done where it cannot be paid. */
    void later(String what, Courtesy courtesy, Runnable otherwise) {
        if (closed || !room.tryAcquire()) {
            LOG.info("slack is slow; leaving out {}", what);
            otherwise.run();
            return;
        }
        Thread.ofVirtual().name("slack-aside").start(() -> {
            try {
                courtesy.pay();
            } catch (SlackFault fault) {
                LOG.info("slack refused {} ({}); going on without it", what, fault.getMessage());
                otherwise.run();
            } finally {
                room.release();
            }
        });
    }

    Messages messages() {
        return messages;
    }

    /** Says something to one person; where they are not in the channel, directly. */
    public void whisper(Place to, String user, String sentence) {
        later("a private sentence", () -> {
            var draft = Page.sentence(sentence).draft();
            if (to.channel().isEmpty() || to.direct()) {
                direct(to, user, sentence);
            } else {
                messages.whisper(to, user, draft);
            }
        });
    }

    private void direct(Place to, String user, String sentence) throws SlackFault {
        var place = to.channel().isEmpty()
                ? Place.of(messages.directChannel(user), Optional.empty())
                : to;
        messages.post(place, Page.sentence(sentence).draft(), "aside");
    }

    public void seen(String channel, String ts) {
        later("the eyes on a mention", () -> messages.react(channel, ts, "eyes"));
    }

    @Override
    public void close() {
        closed = true;
    }
}
