package dev.countersign.agent.engine;

import dev.countersign.agent.engine.work.Bell;
import dev.countersign.agent.engine.work.Crew;
import dev.countersign.agent.engine.work.Ended;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A crew without threads: work waits until it is called for, and then one piece is done after the
 * other in an order of chance, which is the same for the same seed.
 */
final class OneByOne implements Crew {
    /** More pieces of work than this in a row are work that never ends. */
    private static final int MOST = 10_000;

    /** One of so many commits is overtaken by something else. */
    private static final int OVERTAKEN = 6;

    private static final int DEEPEST = 3;

    private final List<Runnable> line = new ArrayList<>();
    private final Random random;
    private int depth;

    OneByOne(Random random) {
        this.random = random;
    }

    void add(Runnable work) {
        line.add(work);
    }

    /** Does one piece that waits, if there is one. */
    boolean next() {
        if (line.isEmpty()) {
            return false;
        }
        line.remove(random.nextInt(line.size())).run();
        return true;
    }

    /** Does whatever waits, and what comes of it. */
    void all() {
        int done = 0;
        while (next()) {
            if (++done > MOST) {
                throw new AssertionError("this work never ends");
            }
        }
    }

    /** Between a look and the commit that follows from it, something else may happen. */
    void meanwhile() {
        if (depth < DEEPEST && random.nextInt(OVERTAKEN) == 0) {
            depth++;
            try {
                next();
            } finally {
                depth--;
            }
        }
    }

    /** The process is dead: what it was about to do is not done. */
    void forgets() {
        line.clear();
    }

    @Override
    public ExecutorService hands(String kind) {
        return new Hands();
    }

    @Override
    public Bell bell(Duration sweep, InstantSource clock) {
        return new Called();
    }

    @Override
    public <T> void within(
            Duration limit, Callable<T> work, Consumer<Ended<T>> then, Executor others) {
        Ended<T> ended;
        try {
            ended = new Ended.Gave<>(work.call());
        } catch (Exception e) {
            ended = new Ended.Failed<>(e);
        }
        then.accept(ended);
    }

    /** Rings when it is rung; who owns the time calls for what is due. */
    private final class Called implements Bell {
        private Runnable work = () -> {};
        private boolean rung;
        private boolean closed;

        @Override
        public void ring() {
            if (!rung && !closed) {
                rung = true;
                add(this::works);
            }
        }

        private void works() {
            rung = false;
            if (!closed) {
                work.run();
            }
        }

        @Override
        public void ringAt(Instant time) {
            // The beat of the clock is given by hand.
        }

        @Override
        public void whenRung(String name, Runnable what) {
            work = what;
            ring();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Hands that end when all work is done. */
    private final class Hands extends AbstractExecutorService {
        private boolean closed;

        @Override
        public void execute(Runnable work) {
            add(work);
        }

        @Override
        public void shutdown() {
            closed = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            shutdown();
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return closed;
        }

        @Override
        public boolean isTerminated() {
            return closed && line.isEmpty();
        }

        @Override
        public boolean awaitTermination(long time, TimeUnit unit) {
            all();
            return true;
        }
    }
}
