package dev.countersign.store.replica;

import dev.countersign.store.Database;

import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells the other processes on one PostgreSQL which runs have moved, and hears it from them. It is
 * told after the commit and for many runs at once: a NOTIFY inside a transaction would let no two
 * transactions commit at the same time. What is lost with a connection is made up for by looking
 * at everything.
 */
public final class Grapevine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Grapevine.class);
    private static final String CHANNEL = "countersign";
    private static final String EVERYTHING = "*";
    /** So much is gathered before it is told. */
    private static final Duration GATHER = Duration.ofMillis(50);
    /** A connection on which nothing was heard for so long is asked whether it lives. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration LAST_WORD = Duration.ofSeconds(2);
    /** PostgreSQL carries 8,000 bytes at once. */
    private static final int MOST_AT_ONCE = 300;

    private static final int MOST_WAITING = 10_000;

    private final Database database;
    private final String me;
    private final LinkedBlockingQueue<String> moved = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicBoolean missed = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    /** Told of what others did. */
    public interface Listener {
        void moved(String run);

        /** Much may have happened unheard. */
        void missed();
    }

    /** {@code me} is the name of this process among the others. */
    public Grapevine(Database database, String me) {
        this.database = database;
        this.me = me;
    }

    public void start(Listener listener) {
        threads.add(Thread.ofVirtual().name("grapevine tells").start(this::tell));
        threads.add(Thread.ofVirtual().name("grapevine hears").start(() -> hear(listener)));
    }

    /** This process has moved a run. */
    public void tell(String run) {
        if (!moved.offer(run)) {
            missed.set(true);
        }
    }

    /** There is more to look at than can be named. */
    public void tellAll() {
        missed.set(true);
        moved.offer(EVERYTHING);
    }

    private void tell() {
        try {
            while (!closed.await(GATHER.toMillis(), TimeUnit.MILLISECONDS)) {
                var first = moved.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    tellWhatMoved(first);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellWhatMoved(String first) {
        var runs = new ArrayList<>(List.of(first));
        moved.drainTo(runs, MOST_AT_ONCE);
        var words = missed.getAndSet(false)
                ? EVERYTHING
                : String.join(" ", runs.stream().distinct().toList());
        try (var connection = database.connection();
                var statement = connection.prepareStatement("select pg_notify(?, ?)")) {
            statement.setString(1, CHANNEL);
            statement.setString(2, me + " " + words);
            statement.execute();
        } catch (SQLException away) {
            missed.set(true);
            LOG.debug("others could not be told; they are told to look at everything", away);
        }
    }

    private void hear(Listener listener) {
        boolean again = false;
        try {
            do {
                try (var connection = database.connection()) {
                    listen(connection, listener, again);
                } catch (SQLException away) {
                    LOG.debug("what others do is not heard; connecting again", away);
                }
                again = true;
            } while (!closed.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(Connection connection, Listener listener, boolean again)
            throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
            if (again) {
                LOG.info("what other processes do is heard again; looking at everything");
                listener.missed();
            }
            var wire = connection.unwrap(PGConnection.class);
            while (closed.getCount() > 0) {
                var heard = wire.getNotifications((int) SILENCE.toMillis());
                if (heard == null || heard.length == 0) {
                    statement.execute("select 1");
                } else {
                    Arrays.stream(heard).forEach(word -> pass(word.getParameter(), listener));
                }
            }
            statement.execute("unlisten *");
        }
    }

    private void pass(String words, Listener listener) {
        var parts = words.split(" ");
        if (parts[0].equals(me)) {
            return;
        }
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].equals(EVERYTHING)) {
                listener.missed();
            } else {
                listener.moved(parts[i]);
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        var last = moved.poll();
        if (last != null) {
            tellWhatMoved(last);
        }
        try {
            for (var thread : threads) {
                // It waits for a word in a call that only an interrupt or a word ends.
                thread.interrupt();
                thread.join(LAST_WORD);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
