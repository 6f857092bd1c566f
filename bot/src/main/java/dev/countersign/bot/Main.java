package dev.countersign.bot;

import dev.countersign.agent.engine.Checkpoint;
import dev.countersign.bot.alone.AuditCommand;
import dev.countersign.bot.alone.ConvertCommand;
import dev.countersign.bot.alone.EmailCommand;
import dev.countersign.bot.alone.PolicyCommand;
import dev.countersign.bot.alone.RehearseCommand;
import dev.countersign.bot.alone.SandboxCommand;
import dev.countersign.bot.alone.SlackCommand;
import dev.countersign.bot.cli.BenchCommand;
import dev.countersign.bot.cli.Cli;
import dev.countersign.bot.cli.PlainStart;
import dev.countersign.bot.cli.Terminal;
import dev.countersign.bot.config.Config;
import dev.countersign.bot.config.ConfigFile;

import org.slf4j.bridge.SLF4JBridgeHandler;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Where the process begins. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        var terminal = Terminal.ours();
        System.exit(
                PlainStart.isMeantBy(args)
                        ? PlainStart.run(terminal, Main::serve, args)
                        : commands(terminal).run(args));
    }

    private static Cli commands(Terminal terminal) {
        var alone = List.of(
                new SandboxCommand(terminal),
                new ConvertCommand(terminal),
                new AuditCommand(terminal),
                new PolicyCommand(terminal),
                new SlackCommand(terminal),
                new EmailCommand(terminal),
                new BenchCommand(terminal),
                new RehearseCommand(terminal, Main::rehearsed));
        return new Cli(terminal, Main::serve, alone);
    }

    private static int serve(Optional<Path> configuration) throws Exception {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        var config = configuration.isPresent()
                ? ConfigFile.read(configuration.get(), System.getenv())
                : Config.embedded();
        var stopped = new CountDownLatch(1);
        var assembly = new Assembly(config, Clock.systemUTC(), CrashPoint.in(System.getenv()));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            assembly.close();
                            stopped.countDown();
                        },
                        "stop"));
        assembly.greeting().forEach(System.out::println);
        stopped.await();
        return Cli.DONE;
    }

    static RehearseCommand.Server rehearsed(Config config) throws IOException {
        var assembly = new Assembly(config, Clock.systemUTC(), Checkpoint.NONE);
        assembly.greeting();
        return new RehearseCommand.Server(assembly.baseUrl(), assembly::close);
    }
}
