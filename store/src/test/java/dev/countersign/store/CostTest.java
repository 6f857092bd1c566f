package dev.countersign.store;

import static dev.countersign.agent.run.StoreSamples.LEASE;
import static dev.countersign.agent.run.StoreSamples.NOON;
import static dev.countersign.agent.run.StoreSamples.fresh;
import static dev.countersign.agent.run.StoreSamples.said;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.run.Outbox.Sent;
import dev.countersign.channels.Receipt;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Counts what an approval round trip costs, and holds the figures of the README. */
class CostTest {
    private static final int MOST_COMMITS = 5;

    private final Database database = TestDatabases.h2();
    private final JdbiRunStore runs = new JdbiRunStore(database, TestDatabases.CLOCK);
    private final JdbiPostbox postbox = new JdbiPostbox(database);
    private final JdbiOutbox outbox = new JdbiOutbox(database);
    private final RoundTrip trip = new RoundTrip(runs);
    private final List<String> table = new ArrayList<>();

    @AfterEach
    void close() {
        database.close();
    }

    private <T> T counted(String what, Supplier<T> work) {
        var before = database.tally().now();
        var result = work.get();
        var cost = database.tally().now().since(before);
        table.add("| " + what + " | " + cost.statements() + " | " + cost.commits() + " |");
        return result;
    }

    @Test
    void an_approval_round_trip_costs_what_the_readme_says() throws IOException {
        counted("a delivery is kept", () -> postbox.keep(said("in-r_1"), NOON));
        var before = database.tally().now();
        var heard = counted("message in", () -> trip.heard(fresh("r_1")));
        var parked = counted("park", () -> trip.parked(heard));
        var started = counted("decide and Started", () -> trip.started(parked));
        var done = counted("Done", () -> trip.done(started));
        counted("answer", () -> trip.answered(done));
        assertThat(database.tally().now().since(before).commits()).isEqualTo(MOST_COMMITS);

        counted("read a run, its calls and questions", () -> runs.load("r_1"));
        counted("read the new messages", () -> runs.messages("r_1", 2));
        var parcels = counted("take messages to send", () -> outbox.claim(LEASE, NOON, 20));
        var sent = parcels.stream().map(p -> new Sent(p.id(), new Receipt("m"))).toList();
        counted("they have arrived, all at once", () -> {
            outbox.sent(sent);
            return sent;
        });
        table.forEach(System.out::println);
        assertThat(Files.readAllLines(Path.of("README.md"))).containsAll(table);
    }
}
