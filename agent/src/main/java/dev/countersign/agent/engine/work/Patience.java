package dev.countersign.agent.engine.work;

import dev.countersign.agent.run.RunStore.StoreUnavailable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tries to keep what exists nowhere else until the store is back, or the process stops. */
public final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** A day at least: whoever needs longer to bring a database back asks people anyway. */
    private static final int MOST_TRIES = 172_800;

    private final CountDownLatch over = new CountDownLatch(1);

    /** {@code what} is said once, when it has to wait. */
    public void until(String what, Runnable kept) {
        for (int tries = 1; ; tries++) {
            try {
                kept.run();
                return;
            } catch (StoreUnavailable away) {
                if (tries == 1) {
                    LOG.warn("{} cannot be kept: {}; waiting", what, away.getMessage());
                }
                if (tries == MOST_TRIES || stops()) {
                    throw away;
                }
            }
        }
    }

    private boolean stops() {
        try {
            return over.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Whoever waits gives up. */
    public void end() {
        over.countDown();
    }
}
