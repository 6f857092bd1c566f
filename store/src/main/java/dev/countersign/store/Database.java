package dev.countersign.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.countersign.agent.run.RunStore.StoreUnavailable;
import dev.countersign.store.h2.Compaction;
import dev.countersign.store.schema.Schema;
import dev.countersign.store.sql.Bundle;
import dev.countersign.store.sql.Tally;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** One open database, H2 or PostgreSQL, in the schema of this release; safe for threads. */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    /** On a server one of them listens to the other processes. */
    private static final int MAX_CONNECTIONS = 11;

    private static final int CONNECT_MILLIS = 5_000;
    private static final int CHECK_SECONDS = 2;
    private static final int MAX_TRIES = 8;
    private static final long MAX_PAUSE_NANOS = 2_000_000;
    private static final long MAX_MIGRATION_PAUSE = 500_000_000;

    /**
     * All statements find rows by an index, whatever the values are: planning them again each time
     * costs as much as they do, and a plan of the first minute must not scan a table that grows.
     */
    private static final String PLANS =
            "set plan_cache_mode = force_generic_plan; set enable_seqscan = off";

    private final String url;
    private final boolean inProcess;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Tally tally = new Tally();
    private Optional<Compaction> compaction = Optional.empty();

    private Database(String url, HikariDataSource pool) {
        this.url = url;
        this.inProcess = H2File.isMeantBy(url);
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        // What people and models wrote must not get into an error, and from there into a log.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        jdbi.setSqlLogger(new SqlLogger() {
            @Override
            public void logAfterExecution(StatementContext context) {
                tally.statement();
            }
        });
    }

    /**
     * Opens the database and brings its schema up to date.
     *
     * @throws StoreUnavailable with a message for people, when it cannot be opened or written to
     */
    public static Database open(String url, String user, String password, InstantSource clock) {
        HikariDataSource pool = null;
        try {
            pool = new HikariDataSource(settings(url, user, password));
            migrate(pool);
            var database = new Database(url, pool);
            database.check();
            if (H2File.isMeantBy(url)) {
                database.inTransaction(handle -> H2File.voidOldClaims(handle, clock.instant()));
            }
            if (H2File.isFile(url)) {
                database.compaction = Optional.of(Compaction.of(pool));
            }
            return database;
        } catch (RuntimeException refused) {
            if (pool != null) {
                pool.close();
            }
            throw OpenFailure.explain(url, refused);
        }
    }

    private static HikariConfig settings(String url, String user, String password) {
        var config = new HikariConfig();
        config.setPoolName("store");
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(MAX_CONNECTIONS);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setInitializationFailTimeout(1);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        if (H2File.isMeantBy(url)) {
            config.setJdbcUrl(H2File.durable(url));
            config.setMaxLifetime(0);
        } else {
            config.setJdbcUrl(url);
            config.addDataSourceProperty("reWriteBatchedInserts", "true");
            config.addDataSourceProperty("connectTimeout", "5");
            config.addDataSourceProperty("socketTimeout", "30");
            config.addDataSourceProperty("tcpKeepAlive", "true");
            config.addDataSourceProperty("logServerErrorDetail", "false");
            config.addDataSourceProperty("ApplicationName", "countersign");
            config.setConnectionInitSql(PLANS);
        }
        return config;
    }

    /** Servers of an earlier release may be at work on the tables meanwhile. */
    private static void migrate(HikariDataSource pool) {
        for (int tries = 1; ; tries++) {
            try {
                Schema.bring(pool);
                return;
            } catch (RuntimeException failure) {
                if (SqlFault.of(failure) != SqlFault.COLLISION || tries == MAX_TRIES) {
                    throw failure;
                }
                LOG.warn(
                        "the tables could not be brought up to date, because another server was"
                                + " at work on them; nothing was changed, try {} of {} follows",
                        tries + 1,
                        MAX_TRIES);
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_MIGRATION_PAUSE));
            }
        }
    }

    /** What the database was asked to do so far. */
    public Tally tally() {
        return tally;
    }

    /**
     * Asks, within a few seconds, whether the database answers and can be written to.
     *
     * @throws StoreUnavailable when not, with the reason
     */
    public void check() {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.setQueryTimeout(CHECK_SECONDS);
            var question = H2File.isMeantBy(url)
                    ? "select case when readonly() then 'on' else 'off' end"
                    : "show transaction_read_only";
            try (var answer = statement.executeQuery(question)) {
                if (answer.next() && "on".equals(answer.getString(1))) {
                    throw OpenFailure.readOnly(url);
                }
            }
        } catch (SQLException gone) {
            throw unavailable(gone);
        }
    }

    /** Whether other processes may use it at the same time. */
    public boolean isShared() {
        return !inProcess;
    }

    /** A bare connection, to be given back. */
    public Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /** Reads with one statement, outside a transaction. */
    public <T> T read(Function<Handle, T> work) {
        try (var handle = jdbi.open()) {
            return work.apply(handle);
        } catch (RuntimeException failure) {
            throw told(failure);
        }
    }

    /** As {@link #read}, with a bare connection, where each microsecond counts. */
    <T> T look(Function<Connection, T> work) {
        try (var connection = pool.getConnection()) {
            return work.apply(connection);
        } catch (SQLException gone) {
            throw unavailable(gone);
        } catch (RuntimeException failure) {
            throw told(failure);
        }
    }

    /**
     * Does the work in one transaction; again from the start when two were in each other's way.
     * What was thrown by the work itself comes back as it is, and nothing is kept.
     */
    public <T> T transact(Function<Handle, T> work) {
        return again(() -> {
            var result = jdbi.inTransaction(work::apply);
            tally.commit();
            return result;
        });
    }

    /** As {@link #transact}, for work that opens its own transaction. */
    <T> T again(Supplier<T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return work.get();
            } catch (RuntimeException failure) {
                if (SqlFault.of(failure) != SqlFault.COLLISION || tries == MAX_TRIES) {
                    throw told(failure);
                }
                tally.retry();
                LOG.debug("transaction collided with another; try {} of {}", tries, MAX_TRIES);
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_PAUSE_NANOS));
            }
        }
    }

    /**
     * Keeps all of a bundle or nothing, at once: on a server by one message that commits itself.
     * It is tried once; what the database says against it comes back as it is.
     */
    boolean write(Bundle bundle) {
        try (var connection = pool.getConnection()) {
            if (inProcess) {
                connection.setAutoCommit(false);
                write(connection, bundle);
                connection.commit();
            } else {
                write(connection, bundle);
            }
            tally.commit();
            return true;
        } catch (SQLException gone) {
            throw unavailable(gone);
        }
    }

    /** Executes a bundle in a transaction that is under way. */
    void write(Connection connection, Bundle bundle) {
        if (inProcess) {
            bundle.inBatches(connection, tally);
        } else {
            bundle.together(connection, tally);
        }
    }

    /** As {@link #transact}, with nothing to give back. */
    public void inTransaction(Consumer<Handle> work) {
        transact(handle -> {
            work.accept(handle);
            return true;
        });
    }

    RuntimeException told(RuntimeException failure) {
        return !(failure instanceof StoreUnavailable)
                        && SqlFault.of(failure) == SqlFault.UNAVAILABLE
                ? unavailable(failure)
                : failure;
    }

    /** After a fault H2 stays closed while anybody is connected; whoever comes next opens it. */
    private void letGo(Exception failure) {
        if (inProcess && SqlFault.cause(failure).filter(H2File::isClosed).isPresent()) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    private StoreUnavailable unavailable(Exception failure) {
        letGo(failure);
        var said = SqlFault.cause(failure).map(SQLException::getMessage).orElse("no reason given");
        return new StoreUnavailable(
                "the database " + OpenFailure.name(url) + " cannot be used just now: " + said
                        + "; what was not acknowledged may be lost, later calls try again",
                failure);
    }

    /** Closes the database; a large H2 file is rewritten first, so that it does not grow on. */
    @Override
    public void close() {
        compaction.ifPresent(Compaction::close);
        if (H2File.isMeantBy(url) && H2File.needsCompacting(url)) {
            LOG.info("{} is large; rewriting it before closing", OpenFailure.name(url));
            H2File.rewrite(pool, url);
        }
        pool.close();
    }
}
