package dev.countersign.agent.engine.work;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;

/** Who does the engine's work: threads, or whoever owns the order in which things happen. */
public interface Crew {
    /** Threads, as many as there are pieces of work. */
    Crew THREADS = new Threads();

    /** Takes up work of one kind: a piece that another leads to after it, others at once. */
    ExecutorService hands(String kind);

    /** Calls one worker, who looks at least this often without being called. */
    Bell bell(Duration sweep, InstantSource clock);

    /** What the work gives; after this long it is interrupted and given up. */
    <T> T within(Duration limit, String name, Callable<T> work)
            throws InterruptedException, ExecutionException, TimeoutException;
}
