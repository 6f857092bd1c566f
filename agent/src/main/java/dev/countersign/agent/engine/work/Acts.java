package dev.countersign.agent.engine.work;

import dev.countersign.agent.run.RunStore.StoreUnavailable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/** What is done for runs, each act in hands of its own; none ends unnoticed. Safe for threads. */
public final class Acts {
    private static final Logger LOG = LoggerFactory.getLogger(Acts.class);

    private final Crew crew;
    private final Underway underway = new Underway();
    private final ExecutorService hands;
    private volatile boolean stopped;

    public Acts(Crew crew) {
        this.crew = crew;
        this.hands = crew.hands("act");
    }

    /** The runs that are acted for. */
    public Underway underway() {
        return underway;
    }

    public void begin(String run, Runnable act) {
        underway.begin(run);
        hands.execute(() -> {
            try {
                act.run();
            } catch (StoreUnavailable away) {
                LOG.warn(
                        "run {} could not go on: {}; it is taken up again when its lease ends",
                        run,
                        away.getMessage());
            } catch (RuntimeException e) {
                LOG.error(
                        "run {} could not go on; it is taken up again when its lease ends", run, e);
            } finally {
                underway.end(run);
            }
        });
    }

    /** Work inside an act, and what follows from it: here, or elsewhere when it is given up. */
    public <T> void within(Duration limit, String run, Callable<T> work, Consumer<Ended<T>> then) {
        crew.within(
                limit,
                work,
                ended -> then.accept(stopped ? new Ended.Stopped<>() : ended),
                act -> begin(run, act));
    }

    /** Waits until nothing is done any more; false when that took too long. */
    public boolean end(Duration most) throws InterruptedException {
        return underway.ends(most);
    }

    /** What is still done is interrupted. */
    public void stop() {
        stopped = true;
        hands.shutdownNow();
    }
}
