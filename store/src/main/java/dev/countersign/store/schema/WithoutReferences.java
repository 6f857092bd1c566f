package dev.countersign.store.schema;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Version 8 of the schema: what hangs on a run no longer refers to it by a constraint. A reference
 * was looked up, and the run's row locked, for each row of each step, while nothing but a step that
 * has just written the run adds such a row. What is claimed is found by when it is due, and lists
 * by agent or requester follow the time, so five indexes go.
 *
 * <p>In Java, because the two databases name constraints that were not given a name each in its own
 * way. It may be interrupted and begun again.
 */
public final class WithoutReferences implements JavaMigration {
    private static final String REFERENCES = """
            select table_name, constraint_name from information_schema.table_constraints
            where constraint_type = 'FOREIGN KEY' and table_schema = current_schema
                and lower(table_name) in ('message', 'call', 'question', 'vote', 'outbox', 'audit')
            """;

    private static final List<String> INDEXES =
            List.of("run_claimed", "inbox_claimed", "outbox_claimed", "run_agent", "run_requester");

    @Override
    public void migrate(Context context) throws SQLException {
        var connection = context.getConnection();
        Schema.lock(connection, "run, message, call, question, vote, outbox, audit");
        for (var statement : drops(connection)) {
            try (var drop = connection.createStatement()) {
                drop.execute(statement);
            }
        }
    }

    private static List<String> drops(Connection connection) throws SQLException {
        var drops = new ArrayList<String>();
        INDEXES.forEach(index -> drops.add("drop index if exists " + index));
        try (var query = connection.createStatement();
                var rows = query.executeQuery(REFERENCES)) {
            while (rows.next()) {
                drops.add("alter table \"" + rows.getString(1) + "\" drop constraint \""
                        + rows.getString(2) + "\"");
            }
        }
        return drops;
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("8");
    }

    @Override
    public String getDescription() {
        return "without references";
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
