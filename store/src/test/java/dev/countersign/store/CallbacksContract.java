package dev.countersign.store;

import static dev.countersign.agent.run.StoreSamples.entry;
import static dev.countersign.agent.run.StoreSamples.fresh;
import static dev.countersign.agent.run.StoreSamples.idle;
import static dev.countersign.agent.run.StoreSamples.recording;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;

/** What is told to programs, and what is not, on every database. */
@Timeout(60)
abstract class CallbacksContract {
    private static final Instant NOW = TestDatabases.CLOCK.instant();
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int LINES = 40;
    private static final int SERVERS = 4;

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
    void servers_that_are_at_the_same_lines_together_keep_each_of_them_once() throws Exception {
        callbacks.begin("portal");
        for (int i = 0; i < LINES; i++) {
            recorded("r_" + i);
        }
        try (var servers = Executors.newFixedThreadPool(SERVERS)) {
            servers.invokeAll(Collections.nCopies(SERVERS, () -> {
                        gathers();
                        return true;
                    }))
                    .forEach(server -> assertThat(server).succeedsWithin(LEASE));
        }
        assertThat(callbacks.claim("portal", NOW, LEASE, 2 * LINES)).hasSize(LINES);
    }

    /** A few lines at a time, as another server has just done or is doing. */
    private void gathers() {
        var seen = new HashSet<Long>();
        for (var lines = callbacks.unseen("portal", seen);
                !lines.isEmpty();
                lines = callbacks.unseen("portal", seen)) {
            var some = lines.subList(0, Math.min(3, lines.size()));
            var drafts = some.stream()
                    .map(line -> new Draft(line.id(), "run.finished", "{}"))
                    .toList();
            if (callbacks.keep("portal", drafts, some.getLast().id(), NOW)) {
                some.forEach(line -> seen.add(line.id()));
            }
        }
    }
}
