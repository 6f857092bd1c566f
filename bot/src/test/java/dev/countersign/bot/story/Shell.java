package dev.countersign.bot.story;

import dev.countersign.bot.cli.Cli;
import dev.countersign.bot.cli.Terminal;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Somebody at a terminal who uses the command line against the house. */
public final class Shell {
    private final Supplier<URI> base;
    private final String token;

    Shell(Supplier<URI> base, String token) {
        this.base = base;
        this.token = token;
    }

    /** What a command printed, and how it ended. */
    public record Screen(int exit, String out, String err) {}

    public Screen types(String... words) {
        return pipes("", words);
    }

    /** The same with something on standard input. */
    public Screen pipes(String input, String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal = new Terminal(
                Map.of("COUNTERSIGN_URL", base.get().toString(), "COUNTERSIGN_TOKEN", token),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out),
                new PrintWriter(err),
                Clock.systemUTC());
        int exit = new Cli(terminal, Shell::noServer, List.of()).run(words);
        return new Screen(exit, lines(out), lines(err));
    }

    private static int noServer(Object configuration) {
        throw new AssertionError("a story types no words that start a second server");
    }

    private static String lines(StringWriter written) {
        return written.toString().replace(System.lineSeparator(), "\n").strip();
    }
}
