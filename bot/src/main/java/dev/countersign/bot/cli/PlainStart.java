package dev.countersign.bot.cli;

import dev.countersign.agent.run.RunStore.StoreUnavailable;
import dev.countersign.bot.cli.Api.Refused;
import dev.countersign.bot.config.ConfigFailure;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * The words that start the server, understood without the library of the command line: its classes
 * are of an old format that no JVM keeps from one start to the next.
 */
public final class PlainStart {
    private static final String CONFIG = "--config";

    private PlainStart() {}

    /** Whether these words start the server, and are written as nearly everybody writes them. */
    public static boolean isMeantBy(String... words) {
        return words.length == 0
                || words.length == 2
                        && words[0].equals(CONFIG)
                        && !words[1].isBlank()
                        && !words[1].startsWith("-");
    }

    /** Serves until it is told to stop, and says how it went. */
    public static int run(Terminal terminal, Cli.Server server, String... words) {
        var configuration = Arrays.stream(words).skip(1).findFirst().map(Path::of);
        try {
            return server.serve(configuration);
        } catch (Exception failure) {
            if (!isTold(terminal, failure)) {
                failure.printStackTrace(terminal.err());
            }
            return Cli.REFUSED;
        }
    }

    /** A failure that people know how to mend is one sentence. */
    static boolean isTold(Terminal terminal, Exception failure) {
        var known = failure instanceof Refused
                || failure instanceof ConfigFailure
                || failure instanceof StoreUnavailable;
        if (known) {
            terminal.complain(failure.getMessage());
        }
        return known;
    }
}
