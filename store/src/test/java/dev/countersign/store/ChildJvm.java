package dev.countersign.store;

import static dev.countersign.agent.run.StoreSamples.fresh;
import static dev.countersign.agent.run.StoreSamples.idle;
import static dev.countersign.agent.run.StoreSamples.saying;

import dev.countersign.agent.run.RunStore.StoreUnavailable;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Another process that opens a database: it writes until it is killed, or says why it cannot. */
final class ChildJvm implements AutoCloseable {
    private final Process process;

    ChildJvm(String url) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        process = new ProcessBuilder(List.of(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildJvm.class.getName(),
                        url))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    BufferedReader says() {
        return process.inputReader();
    }

    /** As kill -9; what it said before can still be read. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Appends one message a commit to run r_1 and prints its number once it is acknowledged. */
    public static void main(String[] args) {
        try (var database = Database.open(args[0], "sa", "", TestDatabases.CLOCK)) {
            var runs = new JdbiRunStore(database, TestDatabases.CLOCK);
            var run = runs.load("r_1").orElse(fresh("r_1"));
            while (true) {
                run = runs.commit(idle(run, saying(run, "number " + run.version())));
                System.out.println(run.version());
            }
        } catch (StoreUnavailable refused) {
            System.out.println(refused.getMessage());
        }
    }
}
