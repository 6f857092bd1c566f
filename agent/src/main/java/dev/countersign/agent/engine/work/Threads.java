package dev.countersign.agent.engine.work;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

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
    public <T> void within(
            Duration limit, Callable<T> work, Consumer<Ended<T>> then, Executor others) {
        new Limited<>(then, others).work(limit, work);
    }
}
