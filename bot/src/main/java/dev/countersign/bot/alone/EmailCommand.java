package dev.countersign.bot.alone;

import dev.countersign.bot.cli.Cli;
import dev.countersign.bot.cli.Terminal;
import dev.countersign.bot.config.ConfigFile;
import dev.countersign.bot.email.EmailParts;
import dev.countersign.channels.email.EmailCheck;
import dev.countersign.channels.email.EmailCheck.Finding;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Looks whether mail goes out, comes back, and keeps what replies need. */
@Command(name = "email", description = "Set mail up.", mixinStandardHelpOptions = true)
public final class EmailCommand implements Callable<Integer> {
    /** A mail to ourselves has arrived by then, or never will. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Terminal terminal;

    public EmailCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.complain("Try: countersign email check --config FILE");
        return Cli.USAGE;
    }

    @Command(
            name = "check",
            description = "Send a mail to ourselves, and say in words what is wrong.",
            mixinStandardHelpOptions = true)
    int check(
            @Option(
                            names = "--config",
                            required = true,
                            paramLabel = "FILE",
                            description = "Configuration.")
                    Path file) {
        var config = ConfigFile.read(file, terminal.environment());
        if (config.email().isEmpty()) {
            terminal.complain(file + " has no email block. Add one; channels/EMAIL.md shows how.");
            return Cli.REFUSED;
        }
        var site = config.http().baseUrl().toString();
        var settings = EmailParts.settings(config, config.email().get(), () -> site);
        var findings = new EmailCheck(settings, terminal.clock(), PATIENCE).run();
        findings.forEach(f -> terminal.say((f.good() ? "GOOD" : "BROKEN") + "  " + f.sentence()));
        return findings.stream().allMatch(Finding::good) ? Cli.DONE : Cli.REFUSED;
    }
}
