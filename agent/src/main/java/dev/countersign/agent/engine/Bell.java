package dev.countersign.agent.engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes one worker: at once when it is rung, and every so often in any case, as the net under
 * rings that were lost with another process.
 */
final class Bell implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bell.class);

    private static final Duration LAST_ROUND = Duration.ofSeconds(5);

    private final Duration sweep;
    private final Semaphore rings = new Semaphore(0);
    private volatile boolean open = true;
    private volatile Optional<Thread> worker = Optional.empty();
    private boolean troubled;

    Bell(Duration sweep) {
        this.sweep = sweep;
    }

    void ring() {
        rings.release();
    }

    void whenRung(String name, Runnable work) {
        worker = Optional.of(Thread.ofVirtual().name(name).start(() -> listen(name, work)));
    }

    private void listen(String name, Runnable work) {
        while (open) {
            try {
                if (rings.tryAcquire(sweep.toMillis(), TimeUnit.MILLISECONDS)) {
                    rings.drainPermits();
                }
                if (open) {
                    work.run();
                    troubled = false;
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                trouble(name, e);
            }
        }
    }

    /** One line when trouble starts; the next rounds try again in silence. */
    private void trouble(String name, RuntimeException e) {
        if (!troubled) {
            LOG.error(
                    "{} cannot work: {}; trying again every {} s",
                    name,
                    e.toString(),
                    sweep.toSeconds(),
                    e);
        }
        troubled = true;
    }

    /** Stops after the round that is being worked: what it takes is not left half taken. */
    @Override
    public void close() {
        open = false;
        ring();
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
