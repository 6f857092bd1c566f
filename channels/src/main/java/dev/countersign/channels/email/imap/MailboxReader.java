package dev.countersign.channels.email.imap;

import dev.countersign.channels.email.server.MailServer;
import dev.countersign.channels.email.server.Sessions;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;

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

/**
 * Reads one mailbox for ever: drain, wait in IDLE, drain again. One thread; a second one breaks
 * IDLE every minute, which is the net below the server's word and finds dead connections.
 */
public final class MailboxReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxReader.class);
    private static final Duration SETTLE = Duration.ofMillis(200);
    private static final Duration SECOND_LOOK = Duration.ofSeconds(1);
    private static final Duration LATE = Duration.ofMinutes(5);

    private final MailServer server;
    private final Session session;
    private final String folder;
    private final Pace pace;
    private final Drain drain;
    private final Turn turn;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Nap nap = new Nap(closed);
    private volatile Instant drained;
    private volatile String trouble = "";
    private volatile boolean shutOut;
    private volatile boolean ours;
    private volatile int failures;
    private volatile boolean due;
    private volatile Store connected;
    private boolean reached;

    /**
     * How long to wait for what: {@code turn} between two looks at whose turn it is, {@code poll}
     * until IDLE is broken, {@code answer} for the server, and the pauses before a new try.
     */
    public record Pace(
            Duration turn,
            Duration poll,
            Duration answer,
            Duration firstPause,
            Duration lastPause,
            Duration loginPause) {
        public static final Pace USUAL = new Pace(
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofMinutes(15));
    }

    /** Whose turn it is to read: one reader a mailbox among all replicas. */
    public interface Turn {
        /** Whether it is this process's, from now on for some looks. */
        boolean ours();

        /** This process reads no more. */
        void over();
    }

    /** Where a mailbox is, and how it is read. */
    public record Source(MailServer server, String folder, Pace pace) {}

    public MailboxReader(Source source, Sink sink, Turn turn, InstantSource clock) {
        this.server = source.server();
        this.folder = source.folder();
        this.pace = source.pace();
        this.session = Sessions.imap(server, pace.answer());
        this.drain = new Drain(sink);
        this.turn = turn;
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
        if (shutOut) {
            return "the mailbox cannot be read: " + trouble;
        }
        return silent.compareTo(LATE) < 0
                ? ""
                : "the mailbox was last read " + silent.toMinutes() + " minutes ago"
                        + (trouble.isEmpty() ? "" : ": " + trouble);
    }

    /** How often it had to connect again. */
    public int failures() {
        return failures;
    }

    private void run() {
        var pause = pace.firstPause();
        while (!isClosed()) {
            try {
                ours = turn.ours();
                if (!ours) {
                    drained = clock.instant();
                    await(pace.turn());
                    continue;
                }
                read();
                pause = pace.firstPause();
            } catch (AuthenticationFailedException e) {
                shutOut = true;
                failed("the mail server refuses our login", pace.loginPause(), e);
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
        failures++;
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
            server.connect(store);
            connected = store;
            shutOut = false;
            var inbox = (IMAPFolder) store.getFolder(folder);
            inbox.addMessageCountListener(nap);
            inbox.open(Folder.READ_WRITE);
            reached = true;
            LOG.info("reading mail from {} at {}", folder, server);
            follow((IMAPStore) store, inbox);
        } finally {
            connected = null;
        }
    }

    private void follow(IMAPStore store, IMAPFolder inbox) throws MessagingException {
        boolean idles = store.hasCapability("IDLE");
        boolean busy = false;
        while (!isClosed() && ours) {
            nap.nothingNew();
            if (due) {
                due = false;
                drain.again(inbox);
            }
            boolean some = drain.all(store, inbox);
            drained = clock.instant();
            trouble = "";
            if (some) {
                // Where mail came there is often more.
                await(SETTLE);
            } else if (idles) {
                if (busy) {
                    Thread.ofVirtual().start(this::lookOnceMore);
                }
                nap.in(inbox);
            } else {
                await(pace.poll().dividedBy(2));
            }
            busy = some;
        }
    }

    /** Not every server tells of what came while IDLE began, and then the poll is far away. */
    private void lookOnceMore() {
        await(SECOND_LOOK);
        nap.end();
    }

    /** The net below the server's word, and the end of a turn that is not ours any more. */
    private void watch() {
        var broken = System.nanoTime();
        while (!isClosed()) {
            await(pace.turn().compareTo(pace.poll()) < 0 ? pace.turn() : pace.poll());
            boolean lost = ours && !isClosed() && !stillOurs();
            if (System.nanoTime() - broken >= pace.poll().toNanos()) {
                due = true;
                broken = System.nanoTime();
            }
            if (!isClosed() && (lost || due)) {
                nap.end();
            }
        }
    }

    private boolean stillOurs() {
        try {
            ours = turn.ours();
        } catch (RuntimeException e) {
            LOG.warn(
                    "whose turn it is to read {} cannot be seen: {}; not ours",
                    server,
                    e.toString());
            ours = false;
        }
        return ours;
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
        over();
        var store = connected;
        if (store != null) {
            Thread.ofVirtual().start(() -> shut(store));
        }
    }

    private void over() {
        try {
            turn.over();
        } catch (RuntimeException e) {
            LOG.debug("the turn at {} ends by itself", server, e);
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
