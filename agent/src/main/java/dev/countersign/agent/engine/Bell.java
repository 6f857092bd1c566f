package dev.countersign.agent.engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes one worker: at once when it is rung, and every so often in any case, as the net under
 * rings that were lost with another process.
 */
final class Bell implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bell.class);

    private final Duration sweep;
    private final Semaphore rings = new Semaphore(0);
    private volatile boolean open = true;
    private boolean troubled;

    Bell(Duration sweep) {
        this.sweep = sweep;
    }

    void ring() {
        rings.release();
    }

    void whenRung(String name, Runnable work) {
        Thread.ofVirtual().name(name).start(() -> listen(name, work));
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

    @Override
    public void close() {
        open = false;
        ring();
    }
}
