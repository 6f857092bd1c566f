package dev.countersign.bot.time;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Compares the clock of this server with the one that it shares with others, again and again.
 * Leases and deadlines are times: a server that is off by more than a lease takes the work of
 * others for abandoned, and so it stands aside until the clocks agree again. Safe for threads.
 */
public final class Timekeeper implements AutoCloseable {
    /** Less than this is usual between machines, and does no harm. */
    public static final Duration MOST_OFF = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Timekeeper.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final String REMEDY = " Let NTP set the clock of this machine, or that of the"
            + " database's if that one is wrong. What is recorded holds; it is compared again"
            + " every " + EVERY.toSeconds() + " s.";

    private final Supplier<Duration> compared;
    private final Duration lease;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("timekeeper").factory());
    private volatile Duration ahead = Duration.ZERO;

    private enum State {
        RIGHT,
        OFF,
        ASIDE
    }

    /** {@code compared} asks how far our clock is ahead. */
    public Timekeeper(Supplier<Duration> compared, Duration lease) {
        this.compared = compared;
        this.lease = lease;
    }

    /** Compares now, and from then on by itself. */
    public void start() {
        look();
        long pause = EVERY.toSeconds();
        worker.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.SECONDS);
    }

    /** Compares now. While the database is away, what was found last holds. */
    void look() {
        var before = state();
        try {
            ahead = compared.get();
        } catch (RuntimeException away) {
            LOG.debug("the clocks cannot be compared; trying again", away);
        }
        if (before != state()) {
            tell();
        }
    }

    private void tell() {
        switch (state()) {
            case ASIDE -> LOG.error("{}", sentence());
            case OFF -> LOG.warn("{}", sentence());
            case RIGHT -> LOG.info("the clock of this server and the database's agree again");
        }
    }

    private State state() {
        var off = ahead.abs();
        if (off.compareTo(lease) > 0) {
            return State.ASIDE;
        }
        return off.compareTo(MOST_OFF) > 0 ? State.OFF : State.RIGHT;
    }

    /** Whether this server takes over nothing from others, and lets no deadline pass. */
    public boolean standsAside() {
        return state() == State.ASIDE;
    }

    /** How far our clock is ahead of the database's. */
    public Duration ahead() {
        return ahead;
    }

    /** What keeps this server from its part of the work. */
    public List<String> causes() {
        return standsAside() ? List.of(sentence()) : List.of();
    }

    /** What somebody should look at, and does no harm yet. */
    public List<String> warnings() {
        return state() == State.OFF ? List.of(sentence()) : List.of();
    }

    private String sentence() {
        var now = ahead;
        return "The clock of this server is " + now.abs().toSeconds() + " s "
                + (now.isNegative() ? "behind" : "ahead of") + " the database's. "
                + (standsAside()
                        ? "That is more than a lease of " + lease.toSeconds() + " s: until it is"
                                + " right, this server takes over no run and lets no question"
                                + " expire; other servers do."
                        : "At more than a lease of " + lease.toSeconds()
                                + " s this server would stand aside.")
                + REMEDY;
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
