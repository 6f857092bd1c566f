package dev.countersign.bot.alone;

import dev.countersign.agent.tool.kubernetes.sandbox.Sandbox;
import dev.countersign.agent.tool.kubernetes.sandbox.SandboxSettings;
import dev.countersign.bot.cli.Cli;
import dev.countersign.bot.cli.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Serves the sandbox cluster alone, for kubectl and for a Countersign elsewhere. */
@Command(
        name = "sandbox",
        description = "Serve the sandbox cluster alone; nothing real is touched.",
        mixinStandardHelpOptions = true)
public final class SandboxCommand implements Callable<Integer> {

    @Option(names = "--port", description = "The port; any free one without it.")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Where its objects are kept; in memory only without it.")
    private Path data;

    private final Terminal terminal;

    public SandboxCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Sandbox sandbox;
        try {
            sandbox = Sandbox.start(
                    new SandboxSettings(port, Optional.ofNullable(data), terminal.clock()));
        } catch (IllegalArgumentException | UncheckedIOException unusable) {
            terminal.complain(unusable.getMessage());
            return unusable instanceof IllegalArgumentException ? Cli.USAGE : Cli.REFUSED;
        }
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            sandbox.close();
                            stopped.countDown();
                        },
                        "stop"));
        terminal.say("The sandbox cluster listens on " + sandbox.url());
        terminal.say("Try: kubectl --server " + sandbox.url() + " get pods -A");
        stopped.await();
        return Cli.DONE;
    }
}
