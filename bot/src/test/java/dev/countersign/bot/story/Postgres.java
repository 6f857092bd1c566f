package dev.countersign.bot.story;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;

/** A PostgreSQL server of a test's own, which may be stopped and started again on its data. */
public final class Postgres implements AutoCloseable {
    private static final Duration UNTIL_STARTED = Duration.ofSeconds(60);

    private final Path folder;
    private EmbeddedPostgres server;
    private int port;

    /** Starts empty, on a port that is free. */
    public Postgres() {
        try {
            folder = Files.createTempDirectory("countersign-postgres");
            begins();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** At the address it had before. */
    public void begins() throws IOException {
        server = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPGStartupWait(UNTIL_STARTED)
                .start();
        port = server.getPort();
    }

    /** Whoever is connected is cut off. */
    public void stops() throws IOException {
        server.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
