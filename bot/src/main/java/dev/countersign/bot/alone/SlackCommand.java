package dev.countersign.bot.alone;

import dev.countersign.bot.cli.Cli;
import dev.countersign.bot.cli.Terminal;
import dev.countersign.bot.config.ConfigFile;
import dev.countersign.bot.config.SlackSettings;
import dev.countersign.bot.slack.SlackParts;
import dev.countersign.channels.slack.SlackCheck;
import dev.countersign.channels.slack.SlackCheck.Level;
import dev.countersign.channels.slack.SlackManifest;
import dev.countersign.channels.slack.SlackManifest.Rights;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Sets Slack up: prints the app's manifest, and says what is missing. */
@Command(name = "slack", description = "Set Slack up.", mixinStandardHelpOptions = true)
public final class SlackCommand implements Callable<Integer> {
    private final Terminal terminal;

    public SlackCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.complain("Try: countersign slack manifest, or countersign slack check");
        return Cli.USAGE;
    }

    @Command(
            name = "manifest",
            description = "Print the manifest to create the Slack app from.",
            mixinStandardHelpOptions = true)
    int manifest(
            @Option(names = "--mode", defaultValue = "socket", description = "http or socket.")
                    String mode,
            @Option(names = "--least", description = "Without the right to read channels.")
                    boolean least,
            @Option(
                            names = "--base-url",
                            defaultValue = "https://countersign.example.com",
                            description = "Your public address, for mode http.")
                    URI baseUrl) {
        var how = SlackSettings.Mode.valueOf(mode.toUpperCase(Locale.ROOT));
        var rights = least ? Rights.LEAST : Rights.FULL;
        terminal.say(new SlackManifest(SlackParts.mode(how), rights, baseUrl).yaml());
        return Cli.DONE;
    }

    @Command(
            name = "check",
            description = "Say which scope, event or address is missing.",
            mixinStandardHelpOptions = true)
    int check(
            @Option(
                            names = "--config",
                            required = true,
                            paramLabel = "FILE",
                            description = "Configuration.")
                    Path file) {
        var config = ConfigFile.read(file, terminal.environment());
        if (config.slack().isEmpty()) {
            terminal.complain(file + " has no slack block. Add one; channels/SLACK.md shows how.");
            return Cli.REFUSED;
        }
        var baseUrl = config.http().baseUrl();
        var settings = SlackParts.settings(config.slack().get(), Optional.of(baseUrl));
        var findings = new SlackCheck(settings, baseUrl, terminal.clock()).run();
        findings.forEach(f -> terminal.say(f.level() + "  " + f.sentence()));
        return findings.stream().anyMatch(f -> f.level() == Level.BROKEN) ? Cli.REFUSED : Cli.DONE;
    }
}
