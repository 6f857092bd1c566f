package dev.countersign.agent.engine.work;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads of the system for the work itself, and virtual ones for what is waited for. */
final class Threads implements Crew {
    @Override
    public ExecutorService hands(String kind) {
        return new Hands(kind);
    }

    @Override
    public Bell bell(Duration sweep, InstantSource clock) {
        return new SweepingBell(sweep, clock);
    }

    @Override
    public <T> T within(Duration limit, String name, Callable<T> work)
            throws InterruptedException, ExecutionException, TimeoutException {
        var task = new FutureTask<>(work);
        var thread = Thread.ofVirtual().name(name).start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException given) {
            thread.interrupt();
            throw given;
        }
    }
}
