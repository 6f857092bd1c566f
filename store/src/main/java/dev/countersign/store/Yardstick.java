package dev.countersign.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;

/**
 * A place beside the configured store to measure it: a schema or a file of its own, and in it the
 * least that keeping an approval could cost, as plain JDBC in three commits.
 */
public final class Yardstick implements AutoCloseable {
    private static final String TABLE = """
            create table bare (id varchar(64) primary key, state varchar(16) not null,
                decided_by varchar(64), form text not null)""";

    /** So many of the parked runs are looked at. */
    private static final int SAMPLE = 10_000;
    /** Where a parked run has rows besides its messages, and what names the run there. */
    private static final Map<String, String> OF_A_RUN = Map.of(
            "run", "id",
            "call", "run_id",
            "question", "run_id",
            "audit", "run_id",
            "inbox", "run_id",
            "outbox", "run_id");

    private final Database database;
    private final Removal removal;
    private final boolean h2;

    private interface Removal {
        void remove() throws SQLException, IOException;
    }

    private Yardstick(Database database, Removal removal, boolean h2) {
        this.database = database;
        this.removal = removal;
        this.h2 = h2;
    }

    /** Opens a place of its own where this store is; closing removes it. */
    public static Yardstick beside(String url, String user, String password, InstantSource clock)
            throws SQLException, IOException {
        var yardstick =
                H2File.isMeantBy(url) ? file(url, clock) : schema(url, user, password, clock);
        yardstick.execute(TABLE);
        return yardstick;
    }

    private static Yardstick file(String url, InstantSource clock) throws IOException {
        var folder = Files.createTempDirectory("countersign-bench");
        var settings = url.indexOf(';') < 0 ? "" : url.substring(url.indexOf(';'));
        var aside = "jdbc:h2:file:" + folder.resolve("bench") + settings;
        return new Yardstick(Database.open(aside, "sa", "", clock), () -> deleted(folder), true);
    }

    private static void deleted(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Yardstick schema(String url, String user, String password, InstantSource clock)
            throws SQLException {
        var name = freshName();
        Removal drop = () -> execute(url, user, password, "drop schema " + name + " cascade");
        execute(url, user, password, "create schema " + name);
        var aside = url + (url.indexOf('?') < 0 ? "?" : "&") + "currentSchema=" + name;
        return new Yardstick(Database.open(aside, user, password, clock), drop, false);
    }

    private static void execute(String url, String user, String password, String sql)
            throws SQLException {
        try (var connection = DriverManager.getConnection(url, user, password);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.connection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The same database, with the whole schema. */
    public Database database() {
        return database;
    }

    /** Which database it is. */
    public String store() {
        return h2 ? "h2" : "postgresql";
    }

    /** One approval at its barest: parked, decided, finished; three commits. */
    public void bare(String id, String parked, String finished) throws SQLException {
        update("insert into bare (state, form, id) values ('parked', ?, ?)", parked, id);
        try (var connection = database.connection()) {
            connection.setAutoCommit(false);
            read(connection, id);
            write(
                    connection,
                    "update bare set state = 'decided', decided_by = ?"
                            + " where id = ? and state = 'parked'",
                    "dana",
                    id);
            connection.commit();
        }
        update("update bare set state = 'done', form = ? where id = ?", finished, id);
    }

    private void update(String sql, String first, String second) throws SQLException {
        try (var connection = database.connection()) {
            connection.setAutoCommit(false);
            write(connection, sql, first, second);
            connection.commit();
        }
    }

    private static void write(Connection connection, String sql, String first, String second)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, first);
            statement.setString(2, second);
            if (statement.executeUpdate() != 1) {
                throw new SQLException("one row was to be changed");
            }
        }
    }

    private static void read(Connection connection, String id) throws SQLException {
        try (var statement = connection.prepareStatement("select form from bare where id = ?")) {
            statement.setString(1, id);
            try (var row = statement.executeQuery()) {
                row.next();
                row.getString(1);
            }
        }
    }

    /** What the tables of the store take on disk, their indexes included. */
    public long bytes() throws SQLException {
        return h2 ? sum("disk_space_used(quote_ident(table_name))", "current_schema") : 0;
    }

    /**
     * What one of the runs takes that were parked since so many bytes were taken. On PostgreSQL
     * some of them are copied into new tables with the same indexes, and these compacted; their
     * messages are not counted there.
     */
    public long bytesPerRun(long before, int parked) throws SQLException {
        if (h2) {
            return (bytes() - before) / parked;
        }
        var some = Math.min(parked, SAMPLE);
        var aside = freshName();
        execute("create schema " + aside);
        try {
            execute("create table " + aside + ".chosen as select id from run"
                    + " where phase = 'acting' order by started_at desc limit " + some);
            for (var table : OF_A_RUN.entrySet()) {
                var copy = aside + "." + table.getKey();
                execute("create table " + copy + " (like " + table.getKey() + " including all)");
                execute("insert into " + copy + " select * from " + table.getKey() + " where "
                        + table.getValue() + " in (select id from " + aside + ".chosen)");
                execute("vacuum full " + copy);
            }
            execute("drop table " + aside + ".chosen");
            var size = "pg_total_relation_size(('" + aside + ".' || table_name)::regclass)";
            return sum(size, "'" + aside + "'") / some;
        } finally {
            execute("drop schema " + aside + " cascade");
        }
    }

    private static String freshName() {
        return "bench_" + UUID.randomUUID().toString().replace("-", "");
    }

    private long sum(String size, String schema) throws SQLException {
        var sizes = "select sum(" + size + ") from information_schema.tables"
                + " where table_schema = " + schema + " and table_type = 'BASE TABLE'";
        try (var connection = database.connection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sizes)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        database.close();
        removal.remove();
    }
}
