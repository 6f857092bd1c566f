package dev.countersign.store.schema;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Version 17 of the schema, of PostgreSQL alone: what is not due, sent long ago or not begun by
 * another run is in no index of such rows. A round trip of an approval touches a dozen entries
 * less, and a parked run takes less room. H2 knows no such indexes and keeps its own.
 */
public final class PartialIndexes implements JavaMigration {
    private static final List<Index> INDEXES = List.of(
            new Index("run_due", "run (due_at)", "due_at"),
            new Index("run_root", "run (root, started_at, id)", "root"),
            new Index("inbox_due", "inbox (due_at)", "due_at"),
            new Index("outbox_due", "outbox (due_at)", "due_at"),
            new Index("outbox_lane", "outbox (lane, id)", "lane"),
            new Index("question_next", "question (next_at)", "next_at"));

    /** An index of those rows that have a value in one column. */
    private record Index(String name, String columns, String present) {
        String drop() {
            return "drop index if exists " + name;
        }

        String create() {
            return "create index " + name + " on " + columns + " where " + present + " is not null";
        }
    }

    @Override
    public void migrate(Context context) throws SQLException {
        var connection = context.getConnection();
        if (Schema.isPostgres(connection)) {
            Schema.lock(connection, "run, question, outbox, inbox");
            for (var index : INDEXES) {
                execute(connection, index.drop());
                execute(connection, index.create());
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("17");
    }

    @Override
    public String getDescription() {
        return "partial indexes";
    }

    @Override
    public Integer getChecksum() {
        return 1;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }
}
