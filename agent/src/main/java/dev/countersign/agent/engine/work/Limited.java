package dev.countersign.agent.engine.work;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Work that is done in the thread that brings it, because a change of threads costs more than most
 * of it. What follows is done there too; only when the work takes too long, by somebody else, so
 * that work that hears no interrupt holds up nothing but its own thread.
 */
final class Limited<T> {
    private static final ScheduledThreadPoolExecutor WATCH = watch();

    private final Consumer<Ended<T>> then;
    private final Executor others;
    private final Thread worker = Thread.currentThread();
    private boolean over;

    Limited(Consumer<Ended<T>> then, Executor others) {
        this.then = then;
        this.others = others;
    }

    private static ScheduledThreadPoolExecutor watch() {
        var watch = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("limits").factory());
        watch.setRemoveOnCancelPolicy(true);
        return watch;
    }

    void work(Duration limit, Callable<T> work) {
        var alarm = WATCH.schedule(this::giveUp, limit.toNanos(), TimeUnit.NANOSECONDS);
        var ended = ended(work);
        if (isFirst()) {
            alarm.cancel(false);
            then.accept(ended);
        }
    }

    private static <T> Ended<T> ended(Callable<T> work) {
        try {
            return new Ended.Gave<>(Hands.apart(work));
        } catch (InterruptedException stopped) {
            return new Ended.Stopped<>();
        } catch (Throwable failed) {
            // Also an error: what follows from the work must follow.
            return new Ended.Failed<>(failed);
        }
    }

    /** The interrupt of a work that was given up must not reach what its thread does next. */
    private synchronized boolean isFirst() {
        if (over) {
            Thread.interrupted();
            return false;
        }
        over = true;
        return true;
    }

    private void giveUp() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            worker.interrupt();
        }
        others.execute(() -> then.accept(new Ended.GivenUp<>()));
    }
}
