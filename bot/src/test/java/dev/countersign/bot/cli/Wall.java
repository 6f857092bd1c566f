package dev.countersign.bot.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** A terminal whose screen can be read, at noon. */
final class Wall {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private final Map<String, String> environment =
            new HashMap<>(Map.of("COUNTERSIGN_TOKEN", "t0ken"));
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private InputStream in = InputStream.nullInputStream();

    Terminal terminal() {
        return new Terminal(
                environment,
                in,
                new PrintWriter(out),
                new PrintWriter(err),
                Clock.fixed(NOON, ZoneOffset.UTC));
    }

    Map<String, String> environment() {
        return environment;
    }

    void types(String text) {
        in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    void clear() {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
    }

    String out() {
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    String err() {
        return err.toString().replace(System.lineSeparator(), "\n");
    }
}
