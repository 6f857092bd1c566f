package dev.countersign.bot.alone;

import dev.countersign.agent.catalog.manifest.Conversion;
import dev.countersign.agent.gate.cel.CelConditions;
import dev.countersign.bot.cli.Cli;
import dev.countersign.bot.cli.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Prints documents that were written for another system in our own form. */
@Command(
        name = "convert",
        description = "Print manifests of kagent, KubeChain or ACP in our own form.",
        mixinStandardHelpOptions = true)
public final class ConvertCommand implements Callable<Integer> {

    @Option(
            names = "-f",
            required = true,
            paramLabel = "FILE",
            description = "A file of YAML, or - for standard input; may be repeated.")
    private List<String> files;

    private final Terminal terminal;

    public ConvertCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        boolean failed = false;
        for (String file : files) {
            var read = read(file);
            if (read.isEmpty()) {
                terminal.complain(file + " cannot be read. Check the path and its rights.");
                failed = true;
                continue;
            }
            var conversion = Conversion.of(file, read.get(), new CelConditions());
            conversion.problems().forEach(p -> terminal.complain(p.severity() + " " + p));
            terminal.say(conversion.yaml());
            failed |= conversion.failed();
        }
        return failed ? Cli.REFUSED : Cli.DONE;
    }

    private Optional<String> read(String file) {
        try {
            return Optional.of(
                    file.equals("-")
                            ? new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8)
                            : Files.readString(Path.of(file)));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
