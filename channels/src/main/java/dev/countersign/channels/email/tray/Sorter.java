package dev.countersign.channels.email.tray;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps each mail as it came, and only then reads it. A mail that was kept and not read, because
 * the process died or something else failed, is taken up again by whichever replica comes first.
 */
public final class Sorter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sorter.class);
    private static final int TRIES = 3;
    private static final int AT_ONCE = 20;
    public static final Duration SWEEP = Duration.ofSeconds(2);
    /** Longer than reading a mail may take; a mail whose reader died is taken up after this. */
    private static final Duration HOLD = Duration.ofSeconds(15);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_PRUNINGS = Duration.ofHours(6);

    private final InTray tray;
    private final Reader reader;
    private final InstantSource clock;
    private final Duration kept;
    private final Duration sweep;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Instant nextPruning = Instant.MIN;

    /**
     * {@code kept} says for how long mails stay after they have been read, {@code sweep} how often
     * it looks for those that were kept and not finished.
     */
    public Sorter(InTray tray, Reader reader, InstantSource clock, Duration kept, Duration sweep) {
        this.tray = tray;
        this.reader = reader;
        this.clock = clock;
        this.kept = kept;
        this.sweep = sweep;
    }

    /** Finds out what a mail means and hands it on; an exception means that it may work later. */
    @FunctionalInterface
    public interface Reader {
        Outcome read(byte[] raw) throws Exception;
    }

    /** What became of a mail. */
    public sealed interface Outcome {
        String what();

        /** It was handed on, or there is nothing to do. */
        record Done(String what) implements Outcome {}

        /** It cannot be read, now or ever. */
        record Unreadable(String what) implements Outcome {}

        /** It is kept, and is read again after this time. */
        record Later(String what, Duration pause) implements Outcome {}
    }

    public void start() {
        Thread.ofPlatform().daemon().name("mail-sorter").start(this::run);
    }

    /** When this returns the mail is kept; what became of it is what this process knows of it. */
    public Outcome take(byte[] raw, String door) {
        var now = clock.instant();
        var mail = new RawMail(name(raw), door, raw, now, 0);
        if (!tray.keep(mail, now.plus(HOLD))) {
            return new Outcome.Done("kept before");
        }
        return work(mail);
    }

    /** A mail that is too large to be kept itself; only that it came is. */
    public void tooLarge(String door, long bytes) {
        var now = clock.instant();
        var none = new byte[0];
        var mail = new RawMail(
                name((door + bytes).getBytes(StandardCharsets.UTF_8)), door, none, now, 0);
        if (tray.keep(mail, now.plus(HOLD))) {
            tray.aside(mail.name(), "it has " + bytes + " bytes and was not fetched");
        }
    }

    private Outcome work(RawMail mail) {
        Outcome outcome;
        try {
            outcome = reader.read(mail.raw());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Later("interrupted", HOLD);
        } catch (Exception e) {
            return failed(mail, e);
        }
        switch (outcome) {
            case Outcome.Done done -> tray.done(mail.name(), done.what());
            case Outcome.Unreadable bad -> tray.aside(mail.name(), bad.what());
            case Outcome.Later later ->
                tray.again(mail.name(), later.what(), clock.instant().plus(later.pause()));
        }
        return outcome;
    }

    private Outcome failed(RawMail mail, Exception e) {
        int tries = mail.tries() + 1;
        var name = mail.name().substring(0, 12);
        if (tries >= TRIES) {
            LOG.error(
                    "mail {} from {} could not be worked off in {} tries; it is put aside in the"
                            + " table raw_mail, and those behind it go on",
                    name,
                    mail.door(),
                    tries,
                    e);
            tray.aside(mail.name(), e.toString());
            return new Outcome.Unreadable(e.toString());
        }
        var pause = FIRST_PAUSE.multipliedBy(1L << 2 * (tries - 1));
        LOG.warn(
                "mail {} from {} could not be worked off (try {} of {}): {}; it is kept, and"
                        + " tried again in {} s",
                name,
                mail.door(),
                tries,
                TRIES,
                e.toString(),
                pause.toSeconds());
        tray.again(mail.name(), e.toString(), clock.instant().plus(pause));
        return new Outcome.Later(e.toString(), pause);
    }

    private void run() {
        do {
            try {
                sweep();
            } catch (RuntimeException e) {
                LOG.warn("kept mail could not be looked through: {}; trying again", e.toString());
            }
        } while (!closedWithin(sweep));
    }

    /** Takes up what was kept and not finished. */
    public void sweep() {
        var now = clock.instant();
        var due = tray.claim(now, now.plus(HOLD), AT_ONCE);
        while (!due.isEmpty() && closed.getCount() > 0) {
            due.forEach(this::work);
            now = clock.instant();
            due = tray.claim(now, now.plus(HOLD), AT_ONCE);
        }
        if (!now.isBefore(nextPruning)) {
            nextPruning = now.plus(BETWEEN_PRUNINGS);
            tray.forget(now.minus(kept));
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

    private static String name(byte[] raw) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(raw));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
