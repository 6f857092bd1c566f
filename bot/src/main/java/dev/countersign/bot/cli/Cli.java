package dev.countersign.bot.cli;

import dev.countersign.agent.words.Nearest;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The command line: without a command it serves, with one it asks a server or works alone. */
public final class Cli {

    /** Nothing to complain about. */
    public static final int DONE = 0;

    /** The answer was no, or it failed. */
    public static final int REFUSED = 1;

    /** The words were wrong. */
    public static final int USAGE = 2;

    private final Terminal terminal;
    private final CommandLine line;

    /** {@code alone} are the commands that need no server. */
    public Cli(Terminal terminal, Server server, List<?> alone) {
        this.terminal = terminal;
        line = new CommandLine(new Root(server));
        var talking = List.of(
                new AskCommand(terminal),
                new RunsCommand(terminal),
                new QuestionsCommand(terminal),
                new ApproveCommand(terminal),
                new RejectCommand(terminal),
                new AnswerCommand(terminal),
                new ApplyCommand(terminal),
                new LoginLinkCommand(terminal));
        talking.forEach(line::addSubcommand);
        alone.forEach(line::addSubcommand);
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setUsageHelpAutoWidth(false);
        line.setParameterExceptionHandler((wrong, args) -> misused(wrong));
        line.setExecutionExceptionHandler((failure, command, result) -> failed(failure));
    }

    /** Serves until it is told to stop. */
    @FunctionalInterface
    public interface Server {
        /** The configuration is a file, or the embedded defaults. */
        int serve(Optional<Path> configuration) throws Exception;
    }

    /** Carries out these words and says how it went. */
    public int run(String... args) {
        return line.execute(args);
    }

    private int misused(ParameterException wrong) {
        var command = wrong.getCommandLine();
        var words = command.getParseResult() == null
                ? List.<String>of()
                : command.getParseResult().unmatched();
        var guess = words.isEmpty()
                ? ""
                : Nearest.hint(words.getFirst(), command.getSubcommands().keySet());
        terminal.complain(wrong.getMessage() + guess);
        terminal.complain("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return USAGE;
    }

    private int failed(Exception failure) throws Exception {
        if (PlainStart.isTold(terminal, failure)) {
            return REFUSED;
        }
        throw failure;
    }

    @Command(
            name = "countersign",
            description = {
                "An agent may propose. A person countersigns. Only then does anything happen.",
                "Without a command: start the server.",
                "Commands that talk to a server use COUNTERSIGN_URL and COUNTERSIGN_TOKEN,",
                "or the server of this machine and this folder."
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    private static final class Root implements Callable<Integer> {

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "Configuration; without it everything is embedded.")
        private Path config;

        private final Server server;

        Root(Server server) {
            this.server = server;
        }

        @Override
        public Integer call() throws Exception {
            return server.serve(Optional.ofNullable(config));
        }
    }

    /** What this build is called. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Cli.class.getPackage().getImplementationVersion();
            return new String[] {"countersign " + (version == null ? "(not packaged)" : version)};
        }
    }
}
