package dev.countersign.agent.engine.work;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/** Who does the engine's work: threads, or whoever owns the order in which things happen. */
public interface Crew {
    /** Threads, as many as there are pieces of work. */
    Crew THREADS = new Threads();

    /** Takes up work of one kind: a piece that another leads to after it, others at once. */
    ExecutorService hands(String kind);

    /** Calls one worker, who looks at least this often without being called. */
    Bell bell(Duration sweep, InstantSource clock);

    /**
     * Does the work, and then once what follows from it. After this long the work is interrupted
     * and given up, and what follows is left to the others.
     */
    <T> void within(Duration limit, Callable<T> work, Consumer<Ended<T>> then, Executor others);
}
