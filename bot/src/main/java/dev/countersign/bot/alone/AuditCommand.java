package dev.countersign.bot.alone;

import dev.countersign.bot.cli.Cli;
import dev.countersign.bot.cli.Terminal;
import dev.countersign.bot.config.Config;
import dev.countersign.bot.config.ConfigFile;
import dev.countersign.bot.config.Keys;
import dev.countersign.store.Database;
import dev.countersign.store.seal.Erasure;
import dev.countersign.store.seal.Proof;
import dev.countersign.store.seal.Proof.Finding;
import dev.countersign.store.seal.SealKey;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
            description = "Check every line of the record, and the seals over all of them.",
            mixinStandardHelpOptions = true)
    int verify(
            @Option(
                            names = "--config",
                            paramLabel = "FILE",
                            description = "Configuration; the embedded store without it.")
                    Path file,
            @Option(
                            names = "--noted",
                            paramLabel = "SEAL",
                            description = "A seal that was printed earlier, and must be there.")
                    String noted) {
        var config =
                file == null ? Config.embedded() : ConfigFile.read(file, terminal.environment());
        var store = config.store();
        try (var database = Database.open(
                store.url(), store.user(), store.password().reveal(), terminal.clock())) {
            return tell(new Proof(database).look(Optional.ofNullable(noted)));
        }
    }

    @Command(
            name = "erase",
            description = "Take a person out of all runs that ended; the record still verifies.",
            mixinStandardHelpOptions = true)
    int erase(
            @Parameters(
                            paramLabel = "WORD",
                            arity = "1..*",
                            description =
                                    "The name, and the addresses and accounts, of the person.")
                    Set<String> words,
            @Option(
                            names = "--config",
                            paramLabel = "FILE",
                            description = "Configuration; the embedded store without it.")
                    Path file)
            throws IOException {
        var config =
                file == null ? Config.embedded() : ConfigFile.read(file, terminal.environment());
        var store = config.store();
        var key = SealKey.of(Keys.named("seal-key", config).reveal());
        try (var database = Database.open(
                store.url(), store.user(), store.password().reveal(), terminal.clock())) {
            var erased =
                    new Erasure(database, key).erase(words, terminal.clock().instant());
            terminal.say("Runs that are gone: " + erased.runs()
                    + ". Lines of the record that say nothing of this person any more: "
                    + erased.lines() + ".");
            if (erased.waiting() > 0) {
                terminal.say("Runs that still wait, and were left: " + erased.waiting()
                        + ". Stop them, and do this again.");
            }
            return Cli.DONE;
        }
    }

    private int tell(Finding found) {
        if (found.wrong().isPresent()) {
            terminal.complain("The record is broken: " + found.wrong().get());
            return Cli.REFUSED;
        }
        terminal.say("Every line of the record holds.");
        if (found.seals() > 0) {
            terminal.say("Seals that hold: " + found.seals() + ", signed by "
                    + String.join(", ", new TreeSet<>(found.keys())) + ".");
            terminal.say("Note the newest elsewhere, and name it with --noted the next time: "
                    + found.newest());
        }
        return Cli.DONE;
    }
}
