package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.run.RunStore.StoreUnavailable;
import dev.countersign.store.replica.SharedClock;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What is peculiar to a server: it may be elsewhere, lose us, or not let us write. */
@Timeout(60)
class PostgresTest {
    private static Database open(String url) {
        return Database.open(url, "postgres", "postgres", TestDatabases.CLOCK);
    }

    @Test
    void a_database_that_is_not_there_is_named_without_what_follows_its_name() {
        assertThatThrownBy(() -> open(TestDatabases.postgresUrl("nowhere")))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("/nowhere does not exist.")
                .hasMessageNotContaining("?");
    }

    @Test
    void a_server_that_is_not_there_is_named() {
        assertThatThrownBy(() -> open("jdbc:postgresql://127.0.0.1:1/runs"))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageStartingWith("jdbc:postgresql://127.0.0.1:1/runs cannot be opened: ");
    }

    @Test
    void a_lost_connection_is_told_apart_and_the_next_call_works() throws Exception {
        try (var database = TestDatabases.postgres()) {
            assertThatThrownBy(() -> database.inTransaction(handle -> {
                        var us = handle.createQuery("select pg_backend_pid()")
                                .mapTo(Integer.class)
                                .one();
                        database.inTransaction(
                                other -> other.createQuery("select pg_terminate_backend(:pid)")
                                        .bind("pid", us)
                                        .mapTo(Boolean.class)
                                        .one());
                        handle.execute("select 1");
                    }))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("cannot be used just now");
            assertThat(new JdbiRunStore(database, TestDatabases.CLOCK).load("r_1"))
                    .isEmpty();
            database.check();
        }
    }

    @Test
    void a_database_that_can_only_be_read_is_not_ready() throws Exception {
        try (var database = TestDatabases.postgres()) {
            database.check();
            var name = database.read(handle -> handle.createQuery("select current_database()")
                    .mapTo(String.class)
                    .one());
            database.inTransaction(handle -> handle.execute(
                    "alter database " + name + " set default_transaction_read_only = on"));
            assertThatThrownBy(() -> open(TestDatabases.postgresUrl(name)))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("can only be read");
        }
    }

    @Test
    void two_transactions_that_lock_each_other_out_are_both_done_in_the_end() throws Exception {
        try (var database = TestDatabases.postgres()) {
            var runs = new JdbiRunStore(database, TestDatabases.CLOCK);
            runs.keepBlueprint("r_1", "old");
            runs.keepBlueprint("r_2", "old");
            var done = new AtomicInteger();
            var barrier = new CyclicBarrier(2);
            var one = Thread.ofVirtual().start(() -> cross(database, "r_1", "r_2", barrier, done));
            var two = Thread.ofVirtual().start(() -> cross(database, "r_2", "r_1", barrier, done));
            one.join();
            two.join();
            assertThat(done).hasValue(2);
            assertThat(database.tally().now().retries()).isPositive();
        }
    }

    private static void cross(
            Database database,
            String first,
            String second,
            CyclicBarrier barrier,
            AtomicInteger done) {
        var tries = new AtomicInteger();
        database.inTransaction(handle -> {
            var sql = "update blueprint set form = form || 'x' where hash = ?";
            handle.execute(sql, first);
            if (tries.incrementAndGet() == 1) {
                await(barrier);
            }
            handle.execute(sql, second);
        });
        done.incrementAndGet();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Test
    void an_error_does_not_repeat_what_people_wrote() throws Exception {
        try (var database = TestDatabases.postgres()) {
            assertThatThrownBy(() -> database.inTransaction(handle -> handle.createUpdate(
                                    "insert into blueprint (hash, form) values (:hash, :form)")
                            .bind("hash", "hunter2".repeat(100))
                            .bind("form", "hunter2")
                            .execute()))
                    .hasMessageContaining("too long")
                    .satisfies(error -> assertThat(error.toString() + error.getCause())
                            .doesNotContain("hunter2"));
        }
    }

    /** As a new release does while the one before is at work. */
    @Test
    void tables_that_somebody_works_on_are_brought_up_to_date_a_little_later() throws Exception {
        try (var database = TestDatabases.postgres();
                var busy = database.connection();
                var opening = Executors.newSingleThreadExecutor()) {
            busy.setAutoCommit(false);
            busy.createStatement().execute("lock table schema_history in access exclusive mode");
            var impatient = busy.getMetaData().getURL() + "&options=-c%20lock_timeout=300ms";
            var opened = opening.submit(() -> open(impatient));
            var tries = new HashSet<String>();
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> tries.addAll(waiting(database)) && tries.size() > 1);
            busy.rollback();
            opened.get(30, TimeUnit.SECONDS).close();
        }
    }

    private static List<String> waiting(Database database) {
        return database.read(handle -> handle.createQuery("select query_start || '' from"
                        + " pg_stat_activity where wait_event_type = 'Lock'"
                        + " and datname = current_database()")
                .mapTo(String.class)
                .list());
    }

    @Test
    void how_far_our_clock_is_from_that_of_the_server_is_known() throws Exception {
        try (var database = TestDatabases.postgres()) {
            for (var hours : List.of(0, 1, -1)) {
                var off = Duration.ofHours(hours);
                InstantSource ours = () -> InstantSource.system().instant().plus(off);
                assertThat(new SharedClock(database, ours).ahead())
                        .isCloseTo(off, Duration.ofMinutes(1));
            }
        }
    }
}
