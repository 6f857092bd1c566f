package dev.countersign.bot.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import dev.countersign.bot.bench.Bench;
import dev.countersign.bot.bench.Figures;
import dev.countersign.bot.config.Config;
import dev.countersign.bot.config.ConfigFile;
import dev.countersign.store.Yardstick;

import org.slf4j.LoggerFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Measures the approval round trip on the configured store, beside the bare minimum. */
@Command(
        name = "bench",
        description = {
            "Measure the approval round trip on the configured store, in a schema or file of its",
            "own, beside a plain JDBC loop in three commits on the same database."
        },
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    /** One round of at most eight; half as much again is done one at a time. */
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    @Option(names = "--config", paramLabel = "FILE", description = "Which store; else H2.")
    private Path config;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Option(
            names = "--parked",
            split = ",",
            paramLabel = "N,N",
            defaultValue = "0,10,10000",
            description = "With so many parked runs, from few to many; default: ${DEFAULT-VALUE}.")
    private List<Integer> parked = List.of();

    @Option(
            names = "--at-once",
            split = ",",
            paramLabel = "N,N",
            defaultValue = "1,8,64",
            description = "So many round trips at once; default: ${DEFAULT-VALUE}.")
    private List<Integer> atOnce = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "2",
            description = "How long each figure is measured; default: ${DEFAULT-VALUE}.")
    private int seconds;

    private final Terminal terminal;

    public BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        var read = config == null
                ? Config.embedded()
                : ConfigFile.read(config, terminal.environment());
        var store = read.store();
        // Two lines for each round trip would fill the terminal.
        ((Logger) LoggerFactory.getLogger("dev.countersign.agent")).setLevel(Level.WARN);
        var lines = new ArrayList<Figures>();
        try (var yardstick = Yardstick.beside(
                store.url(), store.user(), store.password().reveal(), Clock.systemUTC())) {
            var plan = new Bench.Plan(WARM_UP, Duration.ofSeconds(seconds), parked, atOnce);
            new Bench(yardstick, plan).run(line -> {
                lines.add(line);
                if (json) {
                    terminal.say(Api.JSON.valueToTree(line).toString());
                }
            });
        }
        if (!json) {
            terminal.say(table(lines));
        }
        return Cli.DONE;
    }

    private static String table(List<Figures> lines) {
        var table = new Table(
                "STORE",
                "PARKED",
                "AT ONCE",
                "RATE/S",
                "BARE/S",
                "RATIO",
                "P50 MS",
                "P99 MS",
                "BARE P99",
                "CPU MS",
                "COMMITS",
                "STATEMENTS",
                "BYTES/RUN",
                "RSS MB",
                "IDLE CPU %");
        lines.forEach(f -> table.row(
                f.store(),
                "" + f.parked(),
                "" + f.concurrency(),
                number(f.rate(), 0),
                number(f.bare(), 0),
                number(f.ratio(), 2),
                number(f.p50Ms(), 1),
                number(f.p99Ms(), 1),
                number(f.bareP99Ms(), 1),
                number(f.cpuMs(), 2),
                number(f.commits(), 1),
                number(f.statements(), 1),
                "" + f.bytesPerRun(),
                "" + f.rssMb(),
                number(f.idleCpu(), 1)));
        return table.toString();
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
