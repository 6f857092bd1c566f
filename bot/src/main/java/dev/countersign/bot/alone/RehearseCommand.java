package dev.countersign.bot.alone;

import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.countersign.bot.cli.Cli;
import dev.countersign.bot.cli.Terminal;
import dev.countersign.bot.config.Config;
import dev.countersign.bot.config.Secret;

import picocli.CommandLine.Command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * An approval over two starts of a server in a folder of its own: the launcher lets the JVM learn
 * from it what the first start and the first decision of a real one need.
 */
@Command(
        name = "rehearse",
        hidden = true,
        description = "Start, ask, start again and decide in a folder that is thrown away.")
public final class RehearseCommand implements Callable<Integer> {
    private static final String CHANGE = "Create a ConfigMap called rehearsal in the default"
            + " namespace with the key message set to \"hello\"";
    private static final String LOOK = "List all pods in the kagent namespace";

    private final Terminal terminal;
    private final Stage stage;

    public RehearseCommand(Terminal terminal, Stage stage) {
        this.terminal = terminal;
        this.stage = stage;
    }

    /** Starts a whole server. */
    @FunctionalInterface
    public interface Stage {
        Server start(Config config) throws IOException;
    }

    /** A server that runs, and how it is stopped. */
    public record Server(URI url, Runnable stop) {}

    @Override
    public Integer call() throws IOException {
        var folder = Files.createTempDirectory("countersign-rehearsal");
        try {
            var asked = started(folder, "ask", "--json", CHANGE);
            var question = new JsonMapper().readTree(asked).at("/questions/0").asText();
            started(folder, "approve", question);
            return Cli.DONE;
        } finally {
            forget(folder);
        }
    }

    /** What the command printed that was typed at a server which had just started. */
    private String started(Path folder, String... words) throws IOException {
        var server = stage.start(config(folder));
        try {
            var printed = typed(server, folder, words);
            // The answer of a second run comes after what the first words have led to.
            typed(server, folder, "ask", LOOK);
            return printed;
        } finally {
            server.stop().run();
        }
    }

    private String typed(Server server, Path folder, String... words) {
        var environment = Map.of(
                "COUNTERSIGN_URL", server.url().toString(),
                "COUNTERSIGN_DATA", folder.toString());
        var printed = new StringWriter();
        var there = new Terminal(
                environment,
                InputStream.nullInputStream(),
                new PrintWriter(printed),
                terminal.err(),
                terminal.clock());
        if (new Cli(there, nobody -> Cli.USAGE, List.of()).run(words) != Cli.DONE) {
            throw new IllegalStateException("the rehearsal broke off at: " + words[0]);
        }
        return printed.toString();
    }

    private static Config config(Path folder) {
        var usual = Config.embedded();
        var store = new Config.Store(
                "jdbc:h2:file:" + folder.resolve("countersign"),
                usual.store().user(),
                usual.store().password(),
                Optional.empty(),
                Secret.NONE);
        return new Config(
                folder,
                new Config.Http("127.0.0.1", 0, URI.create("http://127.0.0.1")),
                store,
                usual.api(),
                usual.manifests(),
                usual.kubernetes(),
                usual.slack(),
                usual.email(),
                usual.callbacks(),
                usual.limits());
    }

    private static void forget(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
