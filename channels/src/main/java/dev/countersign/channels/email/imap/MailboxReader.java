package dev.countersign.channels.email.imap;

import dev.countersign.channels.email.server.MailServer;
import dev.countersign.channels.email.server.Sessions;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.event.MessageCountAdapter;
import jakarta.mail.event.MessageCountEvent;

import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Reads one mailbox for ever: drain, wait in IDLE, drain again. One thread; a second one breaks
 * IDLE every minute, which is the net below the server's word and finds dead connections.
 */
public final class MailboxReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxReader.class);
    private static final Duration NOT_OURS = Duration.ofSeconds(20);
    private static final Duration LOGIN_PAUSE = Duration.ofMinutes(15);
    private static final Duration LATE = Duration.ofMinutes(5);

    private final MailServer server;
    private final Session session;
    private final String folder;
    private final Pace pace;
    private final Drain drain;
    private final BooleanSupplier ours;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Instant drained;
    private volatile String trouble = "";
    private volatile Store connected;
    private volatile IMAPFolder current;
    private boolean reached;

    /** How long to wait for what. */
    public record Pace(Duration poll, Duration answer, Duration firstPause, Duration lastPause) {
        public static final Pace USUAL = new Pace(
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5));
    }

    /** Where a mailbox is, and how it is read. */
    public record Source(MailServer server, String folder, Pace pace) {}

    /** {@code ours} says whether this process may read now: one reader a mailbox. */
    public MailboxReader(Source source, Sink sink, BooleanSupplier ours, InstantSource clock) {
        this.server = source.server();
        this.folder = source.folder();
        this.pace = source.pace();
        this.session = Sessions.imap(server, pace.answer());
        this.drain = new Drain(sink);
        this.ours = ours;
        this.clock = clock;
        this.drained = clock.instant();
    }

    public void start() {
        Thread.ofPlatform().daemon().name("mailbox").start(this::run);
        Thread.ofPlatform().daemon().name("mailbox-watch").start(this::watch);
    }

    /** Empty while mail is being read; else since when it is not, and why. */
    public String trouble() {
        var silent = Duration.between(drained, clock.instant());
        return silent.compareTo(LATE) < 0
                ? ""
                : "the mailbox was last read " + silent.toMinutes() + " minutes ago"
                        + (trouble.isEmpty() ? "" : ": " + trouble);
    }

    private void run() {
        var pause = pace.firstPause();
        while (!isClosed()) {
            try {
                if (!ours.getAsBoolean()) {
                    drained = clock.instant();
                    await(NOT_OURS);
                    continue;
                }
                read();
                pause = pace.firstPause();
            } catch (AuthenticationFailedException e) {
                failed("the mail server refuses our login", LOGIN_PAUSE, e);
            } catch (MessagingException | RuntimeException e) {
                pause = reached ? pace.firstPause() : pause;
                failed("reading mail failed: " + e.getMessage(), pause, e);
                pause = longer(pause);
            }
        }
    }

    private void failed(String why, Duration pause, Exception e) {
        if (isClosed()) {
            return;
        }
        trouble = why;
        LOG.warn("{} at {}; connecting again in {} s", why, server, pause.toSeconds());
        LOG.debug("mailbox", e);
        await(pause.plusMillis(ThreadLocalRandom.current().nextLong(1 + pause.toMillis() / 4)));
    }

    private Duration longer(Duration pause) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(pace.lastPause()) < 0 ? twice : pace.lastPause();
    }

    private void read() throws MessagingException {
        reached = false;
        try (var store = session.getStore("imap")) {
            var login = server.login();
            store.connect(
                    server.host(),
                    server.port(),
                    login.map(MailServer.Login::user).orElse(null),
                    login.map(MailServer.Login::password).orElse(null));
            connected = store;
            var inbox = (IMAPFolder) store.getFolder(folder);
            inbox.addMessageCountListener(new Woken(inbox));
            inbox.open(Folder.READ_WRITE);
            reached = true;
            LOG.info("reading mail from {} at {}", folder, server);
            follow((IMAPStore) store, inbox);
        } finally {
            current = null;
            connected = null;
        }
    }

    private void follow(IMAPStore store, IMAPFolder inbox) throws MessagingException {
        boolean idles = store.hasCapability("IDLE");
        while (!isClosed() && ours.getAsBoolean()) {
            drain.all(store, inbox);
            drained = clock.instant();
            trouble = "";
            if (isClosed()) {
                return;
            }
            if (idles) {
                current = inbox;
                inbox.idle(true);
                current = null;
            } else {
                await(pace.poll());
            }
        }
    }

    /** A call from another thread ends IDLE, or finds that nobody is there any more. */
    private void watch() {
        while (!isClosed()) {
            await(pace.poll());
            var inbox = current;
            if (inbox != null && !isClosed()) {
                wake(inbox);
            }
        }
    }

    /**
     * A server may tell of new mail in the moment in which IDLE begins; the library takes note of
     * it and goes on waiting. Any call from another thread ends the wait.
     */
    private static final class Woken extends MessageCountAdapter {
        private final IMAPFolder inbox;

        Woken(IMAPFolder inbox) {
            this.inbox = inbox;
        }

        @Override
        public void messagesAdded(MessageCountEvent event) {
            wake(inbox);
        }
    }

    private static void wake(IMAPFolder inbox) {
        try {
            Drain.noop(inbox);
        } catch (MessagingException | RuntimeException e) {
            LOG.debug("the mailbox connection is gone; the reader connects again", e);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void await(Duration time) {
        try {
            closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        var store = connected;
        if (store != null) {
            Thread.ofVirtual().start(() -> shut(store));
        }
    }

    private void shut(Store store) {
        try {
            store.close();
        } catch (MessagingException e) {
            LOG.debug("the connection to {} did not close in order", server, e);
        }
    }
}
