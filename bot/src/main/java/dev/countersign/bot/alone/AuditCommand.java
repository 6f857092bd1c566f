package dev.countersign.bot.alone;

import dev.countersign.bot.cli.Cli;
import dev.countersign.bot.cli.Terminal;
import dev.countersign.bot.config.Config;
import dev.countersign.bot.config.ConfigFile;
import dev.countersign.store.Database;
import dev.countersign.store.JdbiArchive;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Looks after the record. */
@Command(
        name = "audit",
        description = "Look after the record of what was decided and done.",
        mixinStandardHelpOptions = true)
public final class AuditCommand implements Callable<Integer> {
    private final Terminal terminal;

    public AuditCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.say("Try: countersign audit verify");
        return Cli.USAGE;
    }

    @Command(
            name = "verify",
            description = "Check every line of the record against the one before it.",
            mixinStandardHelpOptions = true)
    int verify(
            @Option(
                            names = "--config",
                            paramLabel = "FILE",
                            description = "Configuration; the embedded store without it.")
                    Path file) {
        var config =
                file == null ? Config.embedded() : ConfigFile.read(file, terminal.environment());
        var store = config.store();
        try (var database = Database.open(
                store.url(), store.user(), store.password().reveal(), terminal.clock())) {
            var broken = new JdbiArchive(database).verify();
            broken.ifPresentOrElse(
                    b -> terminal.complain("The record is broken: " + b),
                    () -> terminal.say("Every line of the record holds."));
            return broken.isPresent() ? Cli.REFUSED : Cli.DONE;
        }
    }
}
