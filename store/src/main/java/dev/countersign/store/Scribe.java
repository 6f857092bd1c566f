package dev.countersign.store;

import dev.countersign.store.sql.Bundle;
import dev.countersign.store.sql.Bundle.Overtaken;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes steps. One that comes alone is written at once by whoever brings it; those that come
 * while others are written wait for the pen and go together, in one transaction. When one of them
 * is refused, each is written for itself, so that it fails for itself. Safe for threads.
 */
final class Scribe {
    /** More in one transaction gain little and hold their rows longer. */
    private static final int MOST_TOGETHER = 32;
    /** H2 has one transaction write at a time, and who waits for it meets company. */
    private static final int PENS = 1;
    /** A server flushes several together by itself; with more than these, too few go together. */
    private static final int PENS_ON_A_SERVER = 4;

    private final Database database;
    private final Semaphore pens;
    private final Queue<Page> waiting = new ConcurrentLinkedQueue<>();

    Scribe(Database database) {
        this.database = database;
        this.pens = new Semaphore(database.isShared() ? PENS_ON_A_SERVER : PENS);
    }

    /** What one thread wants written, and what became of it. */
    private static final class Page {
        private final String run;
        private final Bundle bundle;
        private final Thread owner = Thread.currentThread();
        private Optional<RuntimeException> failure = Optional.empty();
        private volatile boolean taken;
        private volatile boolean ended;

        Page(String run, Bundle bundle) {
            this.run = run;
            this.bundle = bundle;
        }

        void end(Optional<RuntimeException> how) {
            failure = how;
            ended = true;
            LockSupport.unpark(owner);
        }
    }

    /**
     * Keeps all of it, or nothing and throws.
     *
     * @throws Overtaken when the run has moved on
     */
    void write(String run, Bundle bundle) {
        var mine = new Page(run, bundle);
        waiting.add(mine);
        boolean interrupted = false;
        while (!mine.ended) {
            if (!mine.taken && pens.tryAcquire()) {
                try {
                    writeWaiting();
                } finally {
                    pens.release();
                }
                // Whoever came meanwhile found no pen, and is asleep.
                Optional.ofNullable(waiting.peek()).ifPresent(p -> LockSupport.unpark(p.owner));
            } else {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        mine.failure.ifPresent(failure -> {
            throw failure;
        });
    }

    private void writeWaiting() {
        var pages = takeWaiting();
        try {
            if (pages.size() == 1) {
                pages.getFirst().end(alone(pages.getFirst()));
            } else if (!pages.isEmpty()) {
                together(pages);
            }
        } finally {
            pages.stream()
                    .filter(page -> !page.ended)
                    .forEach(page -> page.end(Optional.of(
                            new IllegalStateException("the writing of a step was cut off"))));
        }
    }

    private List<Page> takeWaiting() {
        var pages = new ArrayList<Page>();
        while (pages.size() < MOST_TOGETHER && !waiting.isEmpty()) {
            Optional.ofNullable(waiting.poll()).ifPresent(pages::add);
        }
        pages.forEach(page -> page.taken = true);
        // Two processes that lock the same rows in the same order do not wait for each other.
        pages.sort(Comparator.comparing(page -> page.run));
        return pages;
    }

    private void together(List<Page> pages) {
        try {
            database.write(Bundle.of(pages.stream().map(page -> page.bundle).toList()));
            pages.forEach(page -> page.end(Optional.empty()));
        } catch (RuntimeException failure) {
            if (SqlFault.of(failure) == SqlFault.UNAVAILABLE) {
                pages.forEach(page -> page.end(Optional.of(database.told(failure))));
            } else {
                pages.forEach(page -> page.end(alone(page)));
            }
        }
    }

    private Optional<RuntimeException> alone(Page page) {
        try {
            database.again(() -> database.write(page.bundle));
            return Optional.empty();
        } catch (RuntimeException failure) {
            return Optional.of(failure);
        }
    }
}
