package dev.countersign.bot;

import dev.countersign.store.seal.Seals;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Seals the record every minute, and takes away what has been kept long enough. */
final class Sealing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration LAST_ROUND = Duration.ofSeconds(5);

    private final Seals seals;
    private final Optional<Duration> keep;
    private final InstantSource clock;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("seals").factory());
    private boolean troubled;

    Sealing(Seals seals, Optional<Duration> keep, InstantSource clock) {
        this.seals = seals;
        this.keep = keep;
        this.clock = clock;
    }

    void start() {
        long pause = EVERY.toSeconds();
        worker.scheduleWithFixedDelay(this::round, pause, pause, TimeUnit.SECONDS);
    }

    private void round() {
        try {
            work();
            troubled = false;
        } catch (RuntimeException failed) {
            if (!troubled) {
                LOG.warn(
                        "the record was not sealed: {}; trying again every {} s",
                        failed.getMessage(),
                        EVERY.toSeconds());
            }
            troubled = true;
        }
    }

    /** Seals all there is, and cuts a batch, so that neither ever takes long at a time. */
    private void work() {
        var now = clock.instant();
        while (seals.seal(now) == Seals.RUNS_IN_A_SEAL) {
            LOG.debug("one seal was not enough; making the next");
        }
        keep.ifPresent(time -> {
            int cut = seals.cut(now, now.minus(time));
            if (cut > 0) {
                LOG.info("{} runs were older than {} and are gone; a seal says so", cut, time);
            }
        });
    }

    /** What is not sealed now is sealed at the next start. */
    @Override
    public void close() throws InterruptedException {
        worker.shutdown();
        if (!worker.awaitTermination(LAST_ROUND.toSeconds(), TimeUnit.SECONDS)) {
            LOG.warn("sealing was still at work after {} s; it is left behind", LAST_ROUND);
        }
    }
}
