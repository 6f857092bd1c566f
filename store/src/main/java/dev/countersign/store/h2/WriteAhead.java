package dev.countersign.store.h2;

import dev.countersign.store.sql.Bundle;
import dev.countersign.store.sql.Tally;

import org.h2.engine.Database;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.store.fs.FilePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets a step be acknowledged once it is in the journal, and writes the H2 file itself for many
 * steps at once. H2 writes each page that a commit touched anew, which is more than half of what a
 * step costs; an entry of the journal is one short write, and survives a kill just as well.
 *
 * <p>Whoever changes anything does so alone, so that the file is only ever written between two
 * transactions. What is not a step is in the file itself when it returns. A table says which entry
 * was executed last, in the same transaction, so none is executed twice. Safe for threads; take a
 * connection before, never inside.
 */
public final class WriteAhead {
    private static final Logger LOG = LoggerFactory.getLogger(WriteAhead.class);
    /** Longer journals are executed again for longer after a kill. */
    private static final long LONG_JOURNAL_BYTES = 8L * 1024 * 1024;
    /**
     * From here on whoever writes a step writes the file. Before, one thread does it for all: each
     * that ever did keeps a buffer as large as what it wrote, outside the heap.
     */
    private static final long MAX_JOURNAL_BYTES = 4 * LONG_JOURNAL_BYTES;

    /** H2 writes its file when it is told to, and not at each commit. */
    private static final int WHEN_TOLD = -1;

    private static final int AT_EACH_COMMIT = 0;
    private static final String H2_SUFFIX = ".mv.db";
    private static final String SUFFIX = ".journal";

    private final ReentrantLock lock = new ReentrantLock();
    private final Semaphore isLong = new Semaphore(0);
    private final Tally tally;
    private volatile Optional<Open> open = Optional.empty();

    /** The file as it is open now, and how far its journal goes. */
    private static final class Open {
        private final Database engine;
        private final MVStore store;
        private final Journal journal;
        private long last;

        Open(Database engine, Journal journal, long last) {
            this.engine = engine;
            this.store = engine.getStore().getMvStore();
            this.journal = journal;
            this.last = last;
        }
    }

    public WriteAhead(Tally tally) {
        this.tally = tally;
    }

    /**
     * To be told of each connection before it is used. After a fault H2 closes the file and opens
     * it again for whoever comes next; what only the journal has is executed then.
     */
    public Connection attached(Connection connection) throws SQLException {
        var engine = engine(connection);
        if (isOpen(engine)) {
            return connection;
        }
        lock.lock();
        try {
            if (!isOpen(engine) && !engine.isReadOnly()) {
                attach(connection, engine);
            }
            return connection;
        } catch (IOException broken) {
            throw failed(broken);
        } finally {
            lock.unlock();
        }
    }

    private static Database engine(Connection connection) throws SQLException {
        return ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession()).getDatabase();
    }

    private boolean isOpen(Database engine) {
        return open.filter(known -> known.engine == engine).isPresent();
    }

    private static SQLException failed(IOException cause) {
        return new SQLException(cause.getMessage(), "58030", cause);
    }

    private void attach(Connection connection, Database engine) throws SQLException, IOException {
        if (open.isPresent()) {
            open.get().journal.close();
        }
        var file = engine.getStore().getMvStore().getFileStore().getFileName();
        var path = file.substring(0, file.length() - H2_SUFFIX.length()) + SUFFIX;
        var now = new Open(engine, new Journal(FilePath.get(path)), Mark.read(connection));
        now.store.setAutoCommitDelay(WHEN_TOLD);
        var missing = now.journal.after(now.last);
        connection.setAutoCommit(false);
        for (var entry : missing) {
            for (var batch : entry.batches()) {
                batch.execute(connection);
            }
            Mark.move(connection, entry.number());
            connection.commit();
            now.last = entry.number();
        }
        connection.setAutoCommit(true);
        settle(connection, now);
        open = Optional.of(now);
        if (!missing.isEmpty()) {
            LOG.info(
                    "{} held {} steps more than the database, which has them now",
                    path,
                    missing.size());
        }
    }

    /**
     * Keeps all of a bundle or nothing, as a transaction of its own.
     *
     * @throws Bundle.Overtaken when a row that was to decide is not as it was
     */
    public void write(Connection connection, Bundle bundle) throws SQLException {
        lock.lock();
        try {
            var file = file();
            try {
                connection.setAutoCommit(false);
                bundle.inBatches(connection, tally);
                Mark.move(connection, file.last + 1);
                tally.statement();
                acknowledge(connection, file, bundle);
            } catch (RuntimeException | SQLException refused) {
                connection.rollback();
                throw refused;
            }
            if (file.journal.bytes() > MAX_JOURNAL_BYTES) {
                settleLater(connection, file);
            } else if (file.journal.bytes() > LONG_JOURNAL_BYTES) {
                isLong.release();
            }
        } finally {
            lock.unlock();
        }
    }

    private Open file() throws SQLException {
        return open.orElseThrow(() -> new SQLException("the file is not open", "58030"));
    }

    /** From here on a kill loses nothing of it. */
    private static void acknowledge(Connection connection, Open file, Bundle bundle)
            throws SQLException {
        try {
            file.journal.append(file.last + 1, bundle.batches());
        } catch (IOException refused) {
            throw failed(refused);
        }
        try {
            connection.commit();
        } catch (SQLException refused) {
            file.journal.takeBack();
            throw refused;
        }
        file.last++;
    }

    /** The journal has what the file has not yet, so nothing is lost when this is not possible. */
    private static void settleLater(Connection connection, Open file) {
        try {
            settle(connection, file);
        } catch (SQLException notNow) {
            LOG.warn(
                    "the H2 file cannot be written: {}; its journal keeps what it lacks,"
                            + " and the next steps try again",
                    notNow.getMessage());
        }
    }

    /** Writes the file; then the journal says nothing that it does not have. */
    private static void settle(Connection connection, Open file) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("checkpoint");
            file.journal.clear();
        } catch (IOException refused) {
            throw failed(refused);
        }
    }

    /** Does work that is no step; what it changed is in the file itself when this returns. */
    public <T> T alone(Connection connection, Supplier<T> work) throws SQLException {
        lock.lock();
        try {
            var file = file();
            var before = file.engine.getModificationDataId();
            var result = work.get();
            if (lock.getHoldCount() == 1 && file.engine.getModificationDataId() != before) {
                settle(connection, file);
            }
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** Writes the file if the journal says something that it does not have. */
    public void settle(Connection connection) throws SQLException {
        lock.lock();
        try {
            if (open.filter(file -> file.journal.bytes() > 0).isPresent()) {
                settle(connection, file());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Released when the journal is long, and the file is to be written. */
    Semaphore isLong() {
        return isLong;
    }

    /** Does something to the file between two transactions. */
    boolean alone(BooleanSupplier work) {
        lock.lock();
        try {
            return work.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is written after this; a file that is closed in order has no journal. */
    public void close(Connection connection) throws SQLException {
        lock.lock();
        try {
            var file = file();
            settle(connection, file);
            file.store.setAutoCommitDelay(AT_EACH_COMMIT);
            file.journal.delete();
            open = Optional.empty();
        } catch (IOException refused) {
            throw failed(refused);
        } finally {
            lock.unlock();
        }
    }
}
