package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.QuestionKey;
import dev.countersign.store.form.IndexedText;
import dev.countersign.store.ticket.JdbiTickets;
import dev.countersign.store.ticket.KeptTicket;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/** What the tickets of mails must do on every database. */
@Timeout(60)
abstract class TicketsContract {
    private static final Instant NOW = TestDatabases.CLOCK.instant();
    private Database database;
    private JdbiTickets tickets;

    abstract Database open() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        database = open();
        tickets = new JdbiTickets(database);
    }

    @AfterEach
    void end() {
        database.close();
    }

    private static KeptTicket ticket(String name, String salt, Optional<String> question) {
        return new KeptTicket(
                name,
                salt,
                question.map(QuestionKey::new),
                2,
                "dana@example.com",
                "Grow \"web\" \u2192 4",
                "<root@example.com>",
                "dana",
                "dana@example.com",
                Map.of("LINK", salt + "-link", "REPLY", salt + "-reply"),
                NOW,
                question.map(key -> NOW.plusSeconds(60)),
                Optional.empty());
    }

    @Test
    void what_was_kept_comes_back_by_name_and_by_each_of_its_hashes() {
        var about = ticket("outbox/1", "s1", Optional.of("q_1"));
        var thread = ticket("thread/dana@example.com#x", "s2", Optional.empty());
        assertThat(tickets.keep(about)).isEqualTo(about);
        assertThat(tickets.keep(thread)).isEqualTo(thread);
        assertThat(tickets.named("outbox/1")).contains(about);
        assertThat(tickets.byHash("s1-link")).contains(about);
        assertThat(tickets.byHash("s1-reply")).contains(about);
        assertThat(tickets.byHash("s2-reply")).contains(thread);
        assertThat(tickets.byHash("s1")).isEmpty();
        assertThat(tickets.named("outbox/2")).isEmpty();
    }

    @Test
    void the_first_under_a_name_stays_and_nothing_of_the_second_is_kept() {
        var first = ticket("outbox/1", "s1", Optional.of("q_1"));
        tickets.keep(first);
        assertThat(tickets.keep(ticket("outbox/1", "s2", Optional.of("q_1")))).isEqualTo(first);
        assertThat(tickets.byHash("s2-link")).isEmpty();
    }

    @Test
    void many_at_once_under_one_name_get_the_same_ticket() throws Exception {
        try (var pool = Executors.newFixedThreadPool(6)) {
            var tries = pool.invokeAll(Collections.nCopies(
                    6,
                    () -> tickets.keep(ticket(
                            "outbox/1",
                            "s" + Thread.currentThread().threadId(),
                            Optional.empty()))));
            assertThat(tries.stream().map(f -> f.resultNow()).distinct().toList())
                    .hasSize(1);
        }
    }

    @Test
    void the_first_use_stays() {
        tickets.keep(ticket("outbox/1", "s1", Optional.of("q_1")));
        tickets.used("outbox/1", NOW.plusSeconds(5));
        tickets.used("outbox/1", NOW.plusSeconds(9));
        assertThat(tickets.named("outbox/1").flatMap(KeptTicket::used))
                .contains(NOW.plusSeconds(5));
    }

    @Test
    void a_name_that_is_too_long_for_a_column_is_still_found() {
        var name = "n".repeat(2_000);
        var kept = tickets.keep(ticket(name, "s1", Optional.empty()));
        assertThat(tickets.named(name)).contains(kept);
        tickets.used(kept.name(), NOW);
        assertThat(tickets.named(name).flatMap(KeptTicket::used)).contains(NOW);
    }

    @Test
    void old_tickets_of_settled_questions_and_ended_runs_are_forgotten_and_no_others() {
        question("q_open", true);
        question("q_done", false);
        tickets.keep(ticket("open", "s1", Optional.of("q_open")));
        tickets.keep(ticket("done", "s2", Optional.of("q_done")));
        thread("thread", "s3", "dana@example.com#a", "resting");
        thread("ended", "s4", "dana@example.com#b", "closed");
        assertThat(tickets.prune(NOW)).isZero();
        assertThat(tickets.prune(NOW.plus(Duration.ofDays(1)))).isEqualTo(2);
        assertThat(List.of(tickets.named("done"), tickets.named("ended")))
                .allMatch(Optional::isEmpty);
        assertThat(tickets.byHash("s2-link")).isEmpty();
        assertThat(List.of(tickets.named("open"), tickets.named("thread")))
                .allMatch(Optional::isPresent);
    }

    private void thread(String name, String salt, String place, String phase) {
        database.inTransaction(handle -> run(handle, name, place, phase));
        var some = ticket(name, salt, Optional.empty());
        tickets.keep(new KeptTicket(
                name,
                salt,
                Optional.empty(),
                0,
                place,
                some.subject(),
                some.root(),
                some.person(),
                some.address(),
                some.hashes(),
                NOW,
                Optional.empty(),
                Optional.empty()));
    }

    private static String run(Handle handle, String name, String place, String phase) {
        var run = "r_" + name;
        handle.createUpdate("insert into run (id, version, format, agent, requester, channel,"
                        + " place, started_at, title, origin, phase, turn, open_questions,"
                        + " form, audit_number, audit_hash) values (:id, 1, 1, 'a', 'ana',"
                        + " 'api', :place, :now, 't', '', :phase, 1, 0, '', 0, '')")
                .bind("id", run)
                .bind("place", place)
                .bind("phase", phase)
                .bind("now", NOW)
                .execute();
        return run;
    }

    private void question(String name, boolean open) {
        database.inTransaction(handle -> {
            var run = run(handle, name, "p", "resting");
            handle.createUpdate("insert into question (name, run_id, version, is_open, opened_at,"
                            + " format, form) values (:name, :run, 1, :open, :now, 1, '')")
                    .bind("name", IndexedText.name(name))
                    .bind("run", run)
                    .bind("open", open)
                    .bind("now", NOW)
                    .execute();
        });
    }
}
