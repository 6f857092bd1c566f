package dev.countersign.channels.email.imap;

import jakarta.mail.MessagingException;
import jakarta.mail.event.MessageCountAdapter;
import jakarta.mail.event.MessageCountEvent;

import org.eclipse.angus.mail.imap.IMAPFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits in IDLE until somebody has news. The server's word for a new mail may be read by another
 * thread just before IDLE begins, and is not said again; so whoever has news calls until the
 * reader is awake.
 */
final class Nap extends MessageCountAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Nap.class);
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(20);

    private final CountDownLatch closed;
    private volatile IMAPFolder asleep;
    private volatile boolean news;

    Nap(CountDownLatch closed) {
        this.closed = closed;
    }

    /** What is heard from now on is news. */
    void nothingNew() {
        news = false;
    }

    /** Returns when there is news, and at once if there is some already. */
    void in(IMAPFolder inbox) throws MessagingException {
        asleep = inbox;
        try {
            if (!news) {
                inbox.idle(true);
            }
        } finally {
            asleep = null;
        }
    }

    /** A call from another thread ends IDLE, or finds that nobody is there any more. */
    void end() {
        news = true;
        for (var inbox = asleep; inbox != null && news; inbox = asleep) {
            wake(inbox);
            if (closedWithin(BETWEEN_CALLS)) {
                return;
            }
        }
    }

    @Override
    public void messagesAdded(MessageCountEvent event) {
        end();
    }

    private static void wake(IMAPFolder inbox) {
        try {
            Drain.noop(inbox);
        } catch (MessagingException | RuntimeException e) {
            LOG.debug("the mailbox connection is gone; the reader connects again", e);
        }
    }

    private boolean closedWithin(Duration time) {
        try {
            return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
