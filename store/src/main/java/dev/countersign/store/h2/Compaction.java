package dev.countersign.store.h2;

import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

/**
 * Keeps an H2 file small while it is in use. Each commit writes its pages anew, and H2 itself
 * gathers what is left of the old ones only where commits may be lost ({@code WRITE_DELAY} above
 * 0); so it is done here, in slices that hold up nobody for long.
 */
public final class Compaction implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** Of a look, so much is spent on work at most; commits wait for a slice, not for all of it. */
    private static final Duration WORK_AT_ONCE = Duration.ofMillis(250);

    private static final int SLICE_BYTES = 2 * 1024 * 1024;
    private static final int MOVED_BYTES = 4 * SLICE_BYTES;
    /** A file in which less than this is alive, in per cent, is worked on. */
    private static final int LEAST_ALIVE = 50;

    private static final int LEAST_USED = 70;
    /** A file as small as this is left alone. */
    private static final long SMALL_BYTES = 16L * 1024 * 1024;
    /** After so many looks without a write, longer than H2 retains what it freed, all is done. */
    private static final int LOOKS_UNTIL_DONE = 5;

    private final DataSource pool;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread worker;
    private Optional<MVStore> known = Optional.empty();
    private long seen = -1;
    private int quietLooks;

    private Compaction(DataSource pool) {
        this.pool = pool;
        worker = Thread.ofPlatform().daemon().name("h2 compaction").unstarted(this::work);
    }

    /** Works on the file behind the pool until closed. */
    public static Compaction of(DataSource pool) {
        var compaction = new Compaction(pool);
        compaction.worker.start();
        return compaction;
    }

    /** After a fault H2 closes the file, and opens it again for whoever comes next. */
    private MVStore store() throws SQLException {
        if (known.isPresent() && !known.get().isClosed()) {
            return known.get();
        }
        try (var connection = pool.getConnection()) {
            var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
            known = Optional.of(session.getDatabase().getStore().getMvStore());
            return known.get();
        }
    }

    private void work() {
        try {
            while (!closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    look();
                } catch (RuntimeException | SQLException e) {
                    LOG.debug("the H2 file could not be compacted; trying again in a second", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws SQLException {
        var store = store();
        var version = store.getCurrentVersion();
        quietLooks = version == seen ? quietLooks + 1 : 0;
        if (quietLooks <= LOOKS_UNTIL_DONE
                && store.getFileStore() instanceof RandomAccessStore file
                && file.size() > SMALL_BYTES) {
            compact(store, file);
        }
        seen = store.getCurrentVersion();
    }

    private static void compact(MVStore store, RandomAccessStore file) {
        var end = System.nanoTime() + WORK_AT_ONCE.toNanos();
        while (System.nanoTime() < end && store.compact(LEAST_ALIVE, SLICE_BYTES)) {
            store.commit();
        }
        while (System.nanoTime() < end && file.getFillRate() < LEAST_USED) {
            var before = file.size();
            file.compactMoveChunks(LEAST_USED, MOVED_BYTES, store);
            if (file.size() >= before) {
                return;
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
