package dev.countersign.store.schema;

import org.flywaydb.core.Flyway;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

/** The tables of this release. */
public final class Schema {
    private Schema() {}

    /**
     * Brings them up to date. What a newer release has added is left to it: a server of this one
     * that is started again while it is being replaced goes on beside it.
     */
    public static void bring(DataSource database) {
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:dev/countersign/store/migrations")
                .javaMigrations(new WithoutReferences(), new PartialIndexes())
                // Versions are given out to people, and not in the order in which they are ready.
                .outOfOrder(true)
                .ignoreMigrationPatterns("*:missing", "*:future")
                .table("schema_history")
                .loggers("slf4j")
                .load()
                .migrate();
    }

    /**
     * Locks tables on PostgreSQL until the migration ends, named in the order in which steps write
     * them: a server of an earlier release at work and a migration do not wait for each other.
     */
    static void lock(Connection connection, String tables) throws SQLException {
        if (isPostgres(connection)) {
            try (var statement = connection.createStatement()) {
                statement.execute("lock table " + tables + " in access exclusive mode");
            }
        }
    }

    static boolean isPostgres(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }
}
