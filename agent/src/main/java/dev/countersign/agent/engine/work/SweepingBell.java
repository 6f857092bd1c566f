package dev.countersign.agent.engine.work;

import dev.countersign.agent.run.RunStore.StoreUnavailable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bell with a worker of its own, who also looks every so often without being called: the net
 * under rings that were lost with another process.
 */
final class SweepingBell implements Bell {
    private static final Logger LOG = LoggerFactory.getLogger(Bell.class);

    private static final Duration LAST_ROUND = Duration.ofSeconds(5);
    /** In trouble it is tried again this soon. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Duration sweep;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean rung;
    private boolean open = true;
    private Instant next = Instant.MAX;
    private volatile Optional<Thread> worker = Optional.empty();
    private boolean troubled;

    SweepingBell(Duration sweep, InstantSource clock) {
        this.sweep = sweep;
        this.clock = clock;
    }

    @Override
    public void ring() {
        set(() -> rung = true);
    }

    @Override
    public void ringAt(Instant time) {
        set(() -> next = time.isBefore(next) ? time : next);
    }

    private void set(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void whenRung(String name, Runnable work) {
        ring();
        worker = Optional.of(Thread.ofVirtual().name(name).start(() -> listen(name, work)));
    }

    private void listen(String name, Runnable work) {
        try {
            while (waited()) {
                try {
                    work.run();
                    recovered(name);
                } catch (RuntimeException e) {
                    trouble(name, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the next round; false when there is none. */
    private boolean waited() throws InterruptedException {
        lock.lock();
        try {
            var end = System.nanoTime() + sweep.toNanos();
            for (var left = left(end); open && !rung && left > 0; left = left(end)) {
                changed.awaitNanos(left);
            }
            rung = false;
            next = next.isAfter(clock.instant()) ? next : Instant.MAX;
            return open;
        } finally {
            lock.unlock();
        }
    }

    private long left(long end) {
        var sweeping = end - System.nanoTime();
        var now = clock.instant();
        return next.isAfter(now.plusNanos(Math.max(0, sweeping)))
                ? sweeping
                : Math.min(sweeping, Duration.between(now, next).toNanos());
    }

    /** One line when trouble starts, and one when it is over; between them it tries in silence. */
    private void trouble(String name, RuntimeException e) {
        if (!troubled && e instanceof StoreUnavailable) {
            LOG.warn("{} waits: {}; trying again every second", name, e.getMessage());
        } else if (!troubled) {
            LOG.error("{} cannot work; trying again every second", name, e);
        }
        troubled = true;
        ringAt(clock.instant().plus(AGAIN));
    }

    private void recovered(String name) {
        if (troubled) {
            LOG.info("{} works again", name);
        }
        troubled = false;
    }

    @Override
    public void close() {
        set(() -> open = false);
        try {
            if (worker.isPresent() && !worker.get().join(LAST_ROUND)) {
                LOG.warn(
                        "a worker was still busy after {} s; it is left behind",
                        LAST_ROUND.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
