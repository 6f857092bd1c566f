package dev.countersign.store;

import static dev.countersign.agent.run.StoreSamples.LEASE;
import static dev.countersign.agent.run.StoreSamples.NOON;
import static dev.countersign.agent.run.StoreSamples.due;
import static dev.countersign.agent.run.StoreSamples.fresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.run.RunStore.StoreUnavailable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A file on disk: what it survives, and who may open it. */
@Timeout(60)
class H2FileTest {
    private static final int ENOUGH_COMMITS = 300;

    @TempDir
    private Path folder;

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("runs");
    }

    private Database open() {
        return open("");
    }

    private Database open(String more) {
        return Database.open(url() + more, "sa", "", TestDatabases.CLOCK);
    }

    @Test
    void what_was_acknowledged_is_there_after_a_kill() throws IOException {
        for (int round = 1; round <= 2; round++) {
            var acknowledged = acknowledgedBeforeAKill();
            assertThat(acknowledged).isGreaterThanOrEqualTo((long) round * ENOUGH_COMMITS);
            try (var database = open()) {
                var runs = new JdbiRunStore(database, TestDatabases.CLOCK);
                var run = runs.load("r_1").orElseThrow();
                assertThat(run.version()).isBetween(acknowledged, acknowledged + 1);
                assertThat(runs.messages("r_1", 0)).hasSize((int) run.version());
                assertThat(new JdbiArchive(database).verify()).isEmpty();
            }
        }
    }

    private long acknowledgedBeforeAKill() throws IOException {
        try (var child = new ChildJvm(url());
                var says = child.says()) {
            long last = 0;
            long count = 0;
            for (var line = says.readLine(); line != null; line = says.readLine()) {
                last = Long.parseLong(line);
                if (++count == ENOUGH_COMMITS) {
                    child.kill();
                }
            }
            return last;
        }
    }

    @Test
    void a_second_process_on_one_file_is_told_what_to_do() throws IOException {
        try (var database = open();
                var child = new ChildJvm(url());
                var says = child.says()) {
            database.check();
            assertThat(says.readLine())
                    .isEqualTo(folder.resolve("runs") + " is open in another process."
                            + " Stop that one, or set store.url to another file.");
        }
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> open(";IFEXISTS=TRUE"))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageStartingWith(folder.resolve("runs") + " does not exist.");
    }

    @Test
    void a_file_that_can_only_be_read_is_named() {
        open().close();
        assertThatThrownBy(() -> open(";ACCESS_MODE_DATA=r"))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageStartingWith(folder.resolve("runs") + " can only be read.")
                .hasMessageEndingWith("Nothing was changed.");
    }

    @Test
    void a_wrong_password_is_said_without_showing_it() {
        open().close();
        assertThatThrownBy(() -> Database.open(url(), "sa", "hunter2", TestDatabases.CLOCK))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("does not accept this user and password")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void what_a_process_held_that_is_gone_is_free_at_once() {
        try (var database = open()) {
            var runs = new JdbiRunStore(database, TestDatabases.CLOCK);
            runs.commit(due(fresh("r_1"), NOON));
            assertThat(runs.claim(LEASE, NOON, 5)).hasSize(1);
        }
        try (var database = open()) {
            var runs = new JdbiRunStore(database, TestDatabases.CLOCK);
            assertThat(runs.claim(LEASE, NOON, 5)).hasSize(1);
        }
    }

    @Test
    void a_weaker_setting_in_the_url_does_not_weaken_a_commit() {
        assertThat(H2File.durable("jdbc:h2:file:./x;write_delay=500;CACHE_SIZE=1"))
                .startsWith("jdbc:h2:file:./x;CACHE_SIZE=1;WRITE_DELAY=0");
    }

    /** Without compaction this writes about 80 MB, nearly all of it no longer needed. */
    @Test
    void a_file_in_use_does_not_keep_what_each_commit_made_superfluous() {
        try (var database = open()) {
            var trip = new RoundTrip(new JdbiRunStore(database, TestDatabases.CLOCK));
            for (int i = 0; i < 400; i++) {
                trip.whole("r_" + UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8)}));
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Files.size(folder.resolve("runs.mv.db")) < 32_000_000);
            assertThat(new JdbiArchive(database).verify()).isEmpty();
        }
    }

    @Test
    void a_file_that_cannot_be_written_for_a_while_keeps_what_was_acknowledged_and_goes_on() {
        Disk.isThere();
        var url = "jdbc:h2:disk:" + folder.resolve("runs");
        try (var database = Database.open(url, "sa", "", TestDatabases.CLOCK)) {
            var trip = new RoundTrip(new JdbiRunStore(database, TestDatabases.CLOCK));
            trip.whole("r_1");
            Disk.isFull(true);
            for (int i = 0; i < 3; i++) {
                var lost = "r_2" + i;
                assertThatThrownBy(() -> trip.whole(lost))
                        .isInstanceOf(StoreUnavailable.class)
                        .hasMessageContaining("cannot be used just now");
            }
            Disk.isFull(false);
            var tries = new AtomicInteger();
            await().ignoreExceptions()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> trip.whole("r_3" + tries.incrementAndGet()).version() == 5);
            var runs = new JdbiRunStore(database, TestDatabases.CLOCK);
            assertThat(runs.load("r_1").orElseThrow().version()).isEqualTo(5);
            assertThat(new JdbiArchive(database).verify()).isEmpty();
        } finally {
            Disk.isFull(false);
        }
    }

    @Test
    void a_large_file_is_rewritten_when_it_is_closed() throws IOException {
        var file = folder.resolve("runs.mv.db");
        try (var database = open()) {
            database.inTransaction(handle -> handle.execute("create table ballast (form text)"));
            var megabyte = "x".repeat(1_000_000);
            for (int i = 0; i < 80; i++) {
                database.inTransaction(
                        handle -> handle.execute("insert into ballast values (?)", megabyte + "y"));
            }
            database.inTransaction(handle -> handle.execute("drop table ballast"));
            assertThat(H2File.needsCompacting(url())).isTrue();
        }
        assertThat(Files.size(file)).isLessThan(2_000_000);
        open().close();
    }
}
