package dev.countersign.store;

import dev.countersign.agent.engine.Engine;
import dev.countersign.agent.run.ArchiveContract.Stores;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Databases for tests: H2 in memory, and one PostgreSQL server for each test JVM. */
final class TestDatabases {
    static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-03-02T12:00:00.123456Z"));

    private static final List<String> TABLES = List.of(
            "callback",
            "callback_mark",
            "seal_part",
            "seal",
            "absence",
            "ticket",
            "agent_choice",
            "grants",
            "audit",
            "outbox",
            "inbox",
            "vote",
            "question",
            "call",
            "message",
            "run",
            "blueprint");

    private TestDatabases() {}

    /** Started at first use, stopped with the JVM. */
    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                var server = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofSeconds(30))
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
                return server;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private static void stop(EmbeddedPostgres server) {
            try {
                server.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    static Database h2() {
        return Database.open("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "", CLOCK);
    }

    static Database postgres() throws Exception {
        var name = "t" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = Server.POSTGRES.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return Database.open(postgresUrl(name), "postgres", "postgres", CLOCK);
    }

    static String postgresUrl(String name) {
        return Server.POSTGRES.getJdbcUrl("postgres", name);
    }

    static Stores stores(Database database, InstantSource clock) {
        return new Stores(
                new JdbiRunStore(database, clock),
                new JdbiOutbox(database),
                new JdbiPostbox(database),
                new JdbiArchive(database));
    }

    /** The same for a whole engine, empty. */
    static Engine.Stores engineStores(Database database, InstantSource clock) {
        empty(database);
        return new Engine.Stores(
                new JdbiRunStore(database, clock),
                new JdbiOutbox(database),
                new JdbiPostbox(database),
                new JdbiArchive(database),
                new JdbiGrants(database));
    }

    static void empty(Database database) {
        database.inTransaction(
                handle -> TABLES.forEach(table -> handle.execute("delete from " + table)));
    }
}
