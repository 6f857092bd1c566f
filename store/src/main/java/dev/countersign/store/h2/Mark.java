package dev.countersign.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Which entry of the journal the tables have, in a schema of its own that no migration knows. */
final class Mark {
    private static final List<String> TABLE = List.of(
            "create schema if not exists journal",
            "create table if not exists journal.mark (number bigint not null)",
            "insert into journal.mark select 0 where not exists (select 1 from journal.mark)");

    private Mark() {}

    static long read(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : TABLE) {
                statement.execute(sql);
            }
            try (var row = statement.executeQuery("select number from journal.mark")) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** In the transaction of what the entry says. */
    static void move(Connection connection, long number) throws SQLException {
        try (var update = connection.prepareStatement("update journal.mark set number = ?")) {
            update.setLong(1, number);
            update.executeUpdate();
        }
    }
}
