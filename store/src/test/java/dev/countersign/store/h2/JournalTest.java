package dev.countersign.store.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.run.RunStore.StoreUnavailable;
import dev.countersign.store.Database;
import dev.countersign.store.sql.Batch;

import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the journal holds, and what becomes of it when the file is opened. */
@Timeout(60)
class JournalTest {
    private static final String BLUEPRINT = "insert into blueprint (hash, form) values (?, ?)";

    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("runs.journal");
    }

    private Journal journal() throws IOException {
        return new Journal(FilePath.get(path().toString()));
    }

    private Database open() {
        return Database.open("jdbc:h2:file:" + folder.resolve("runs"), "sa", "", Clock.systemUTC());
    }

    private static List<Batch> blueprint(String name) {
        return List.of(new Batch(BLUEPRINT, false, List.of(List.of(name, "form of " + name))));
    }

    private static List<String> blueprints(Database database) {
        return database.read(
                handle -> handle.createQuery("select hash from blueprint order by hash")
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void every_value_comes_back_as_it_was() throws IOException {
        var row = List.<Object>of(
                "ä 😀 \u0000",
                "half \ud83d",
                7,
                8L,
                true,
                Instant.parse("2026-03-02T12:00:00.123456Z"),
                Optional.empty());
        var batches = List.of(new Batch("update x", true, List.of(row, row)));
        try (var journal = journal()) {
            journal.append(1, batches);
        }
        try (var journal = journal()) {
            assertThat(journal.after(0)).containsExactly(new Journal.Written(1, batches));
        }
    }

    @Test
    void an_entry_that_was_cut_off_ends_the_journal_and_is_written_over() throws IOException {
        try (var journal = journal()) {
            journal.append(1, blueprint("a"));
            journal.append(2, blueprint("b"));
        }
        try (var file = new RandomAccessFile(path().toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }
        try (var journal = journal()) {
            assertThat(journal.after(0)).extracting(Journal.Written::number).containsExactly(1L);
            journal.append(2, blueprint("c"));
            assertThat(journal.after(0))
                    .element(1)
                    .extracting(Journal.Written::batches)
                    .isEqualTo(blueprint("c"));
        }
    }

    @Test
    void an_entry_that_was_changed_ends_the_journal() throws IOException {
        try (var journal = journal()) {
            journal.append(1, blueprint("a"));
        }
        var bytes = Files.readAllBytes(path());
        bytes[bytes.length - 1]++;
        Files.write(path(), bytes);
        try (var journal = journal()) {
            assertThat(journal.after(0)).isEmpty();
        }
    }

    @Test
    void an_interrupted_thread_writes_its_entry_and_stays_interrupted() throws IOException {
        try (var journal = journal()) {
            Thread.currentThread().interrupt();
            journal.append(1, blueprint("a"));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(journal.after(0)).hasSize(1);
        }
    }

    @Test
    void an_entry_that_is_taken_back_is_gone() throws IOException {
        try (var journal = journal()) {
            journal.append(1, blueprint("a"));
            journal.append(2, blueprint("b"));
            journal.takeBack();
            assertThat(journal.after(0)).hasSize(1);
        }
    }

    @Test
    void what_only_the_journal_has_is_executed_once() throws IOException {
        open().close();
        assertThat(path()).doesNotExist();
        try (var journal = journal()) {
            journal.append(1, blueprint("a"));
        }
        try (var database = open()) {
            assertThat(blueprints(database)).containsExactly("a");
        }
        try (var journal = journal()) {
            journal.append(1, blueprint("a"));
            journal.append(2, blueprint("b"));
        }
        try (var database = open()) {
            assertThat(blueprints(database)).containsExactly("a", "b");
        }
    }

    @Test
    void a_journal_of_another_file_is_refused() throws IOException {
        open().close();
        try (var journal = journal()) {
            journal.append(5, blueprint("a"));
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("begins with step 5")
                .hasMessageContaining("Restore both from one backup");
        assertThat(path()).isNotEmptyFile();
    }

    @Test
    void what_is_no_step_is_in_the_file_itself_when_it_returns() throws IOException {
        try (var database = open()) {
            database.inTransaction(handle -> handle.execute(BLUEPRINT, "a", "form"));
            Files.copy(folder.resolve("runs.mv.db"), folder.resolve("copy.mv.db"));
        }
        var copy = "jdbc:h2:file:" + folder.resolve("copy");
        try (var database = Database.open(copy, "sa", "", Clock.systemUTC())) {
            assertThat(blueprints(database)).containsExactly("a");
        }
    }
}
