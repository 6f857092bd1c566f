package dev.countersign.bot.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** Says no to a question; the agent reads the reason. */
@Command(name = "reject", description = "Say no to a question; the agent reads the reason.")
final class RejectCommand implements Callable<Integer> {

    @Parameters(arity = "1", paramLabel = "KEY", description = "The question.")
    private String key;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why not.")
    private String reason;

    @Option(names = "--version", paramLabel = "N", description = "Only if this version is open.")
    private Integer version;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** Of our own: the usual options bring a --version, which means something else here. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    private final Terminal terminal;

    RejectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return Decision.send(terminal, key, Decision.body("reject", reason, version), json);
    }
}
