package dev.countersign.agent.engine.work;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Threads for one kind of work. The first are of the system, because those wait for a database at
 * the least cost; when all of them are busy, virtual ones are added without a limit. What a piece
 * of work leads to is done in the same thread, right after it. Safe for threads.
 */
final class Hands extends AbstractExecutorService {
    /** With fewer, those beyond them would share two carriers and wait longest. */
    private static final int OF_THE_SYSTEM = 64;

    private static final long IDLE_SECONDS = 60;

    private static final ThreadLocal<Turn> TURNS = new ThreadLocal<>();

    private final ExecutorService more;
    private final ExecutorService first;

    /** What one thread does, and what it does after that. */
    private static final class Turn {
        private final Hands of;
        private Runnable next;

        Turn(Hands of, Runnable first) {
            this.of = of;
            this.next = first;
        }
    }

    Hands(String kind) {
        more = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(kind + "-more-", 0).factory());
        first = new ThreadPoolExecutor(
                0,
                OF_THE_SYSTEM,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name(kind + "-", 0).factory(),
                (work, busy) -> more.execute(work));
    }

    @Override
    public void execute(Runnable work) {
        var turn = TURNS.get();
        if (turn != null && turn.of == this && turn.next == null && !isShutdown()) {
            turn.next = work;
        } else {
            first.execute(() -> inTurn(work));
        }
    }

    private void inTurn(Runnable work) {
        var turn = new Turn(this, work);
        TURNS.set(turn);
        try {
            while (turn.next != null) {
                var one = turn.next;
                turn.next = null;
                one.run();
            }
        } finally {
            TURNS.remove();
            if (turn.next != null) {
                execute(turn.next);
            }
        }
    }

    /** Does work that may take long: what it leads to is begun at once, and not after it. */
    static <T> T apart(Callable<T> work) throws Exception {
        var turn = TURNS.get();
        TURNS.remove();
        try {
            return work.call();
        } finally {
            TURNS.set(turn);
        }
    }

    @Override
    public void shutdown() {
        first.shutdown();
        more.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return Stream.of(first, more).flatMap(all -> all.shutdownNow().stream()).toList();
    }

    @Override
    public boolean isShutdown() {
        return first.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return first.isTerminated() && more.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        var end = System.nanoTime() + unit.toNanos(timeout);
        return first.awaitTermination(timeout, unit)
                && more.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
}
