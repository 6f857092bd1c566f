package dev.countersign.store;

import static dev.countersign.agent.run.StoreSamples.entry;
import static dev.countersign.agent.run.StoreSamples.fresh;
import static dev.countersign.agent.run.StoreSamples.idle;
import static dev.countersign.agent.run.StoreSamples.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.run.Archive.Recorded;
import dev.countersign.agent.run.Entry;
import dev.countersign.store.callback.JdbiCallbacks;
import dev.countersign.store.callback.KeptCallback.Draft;
import dev.countersign.store.callback.KeptCallback.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;

/** What is told to programs, and what is not, on every database. */
@Timeout(60)
abstract class CallbacksContract {
    private static final Instant NOW = TestDatabases.CLOCK.instant();
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int ROUNDS = 60;

    private Database database;
    private JdbiCallbacks callbacks;

    abstract Database open() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        database = open();
        callbacks = new JdbiCallbacks(database);
    }

    @AfterEach
    void end() {
        database.close();
    }

    private void recorded(String name) {
        var run = fresh(name);
        TestDatabases.stores(database, TestDatabases.CLOCK)
                .runs()
                .commit(idle(run, recording(run, entry(Entry.Kind.ANSWER, "ana"))));
    }

    /** Tells the portal all there is to tell, as a process does that has just started. */
    private int told() {
        var lines = callbacks.unseen("portal", Set.of());
        lines.forEach(line -> callbacks.keep(
                "portal", List.of(new Draft(line.id(), "run.finished", "{}")), line.id(), NOW));
        var due = callbacks.claim("portal", NOW, LEASE, 10);
        due.forEach(one -> callbacks.sent(one.id(), NOW));
        return due.size();
    }

    @Test
    void a_new_target_hears_of_what_happens_from_now_on() {
        recorded("r_before");
        callbacks.begin("portal");
        assertThat(told()).isZero();
        recorded("r_after");
        callbacks.begin("portal");
        assertThat(told()).isEqualTo(1);
    }

    @Test
    void what_was_told_is_not_told_again_after_a_restart_much_later() {
        callbacks.begin("portal");
        recorded("r_1");
        assertThat(told()).isEqualTo(1);
        callbacks.prune(NOW.plus(Duration.ofDays(30)));
        assertThat(told()).isZero();
        assertThat(callbacks.in(State.SENT, 10)).hasSize(1);
    }

    @Test
    void what_another_server_gathers_at_the_same_moment_hides_no_line() throws Exception {
        callbacks.begin("portal");
        var seen = new HashSet<Long>();
        var together = new CyclicBarrier(2);
        try (var other = Executors.newSingleThreadExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                recorded("r_" + 2 * round);
                recorded("r_" + (2 * round + 1));
                var both = callbacks.unseen("portal", seen);
                var last = other.submit(() -> {
                    together.await();
                    return keeps(both.subList(1, 2));
                });
                together.await();
                if (keeps(both)) {
                    both.forEach(line -> seen.add(line.id()));
                }
                assertThat(last).succeedsWithin(LEASE);
            }
        }
        // The other one died, and only this one looks again.
        assertThat(keeps(callbacks.unseen("portal", seen))).isTrue();
        assertThat(callbacks.claim("portal", NOW, LEASE, 4 * ROUNDS)).hasSize(2 * ROUNDS);
    }

    private boolean keeps(List<Recorded> lines) {
        var drafts = lines.stream()
                .map(line -> new Draft(line.id(), "run.finished", "{}"))
                .toList();
        return drafts.isEmpty()
                || callbacks.keep("portal", drafts, lines.getLast().id(), NOW);
    }
}
