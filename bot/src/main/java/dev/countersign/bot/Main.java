package dev.countersign.bot;

import dev.countersign.bot.cli.Cli;
import dev.countersign.bot.cli.Terminal;
import dev.countersign.bot.config.ConfigFailure;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the process begins. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(new Cli(Terminal.ours(), Main::serve, List.of()).run(args));
    }

    private static int serve(Optional<Path> configuration) {
        throw new ConfigFailure("This build has no engine yet; it can only talk to a server.");
    }
}
