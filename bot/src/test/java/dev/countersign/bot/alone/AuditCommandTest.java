package dev.countersign.bot.alone;

import static dev.countersign.agent.run.StoreSamples.entry;
import static dev.countersign.agent.run.StoreSamples.fresh;
import static dev.countersign.agent.run.StoreSamples.idle;
import static dev.countersign.agent.run.StoreSamples.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.run.Entry;
import dev.countersign.bot.cli.Cli;
import dev.countersign.bot.cli.Terminal;
import dev.countersign.store.Database;
import dev.countersign.store.JdbiRunStore;
import dev.countersign.store.seal.SealKey;
import dev.countersign.store.seal.Seals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The check of the record says what it found, and its exit code whether the record holds. */
@Timeout(60)
class AuditCommandTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void keep_a_sealed_record() throws IOException {
        Files.writeString(
                folder.resolve("countersign.yaml"), "store: { url: \"" + url() + "\" }\n");
        try (var database = open()) {
            var run = fresh("r_1");
            var said = List.of(entry(Entry.Kind.SAID, "ana"), entry(Entry.Kind.ANSWER, "ana"));
            new JdbiRunStore(database, CLOCK)
                    .commit(idle(run, recording(run, said.toArray(Entry[]::new))));
            new Seals(database, SealKey.of("secret")).seal(CLOCK.instant());
        }
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("record");
    }

    private Database open() {
        return Database.open(url(), "sa", "", CLOCK);
    }

    private int verify(String... more) {
        var terminal = new Terminal(
                Map.of(),
                new ByteArrayInputStream(new byte[0]),
                new PrintWriter(out),
                new PrintWriter(err),
                CLOCK);
        var words = new ArrayList<>(List.of(
                "audit",
                "verify",
                "--config",
                folder.resolve("countersign.yaml").toString()));
        words.addAll(List.of(more));
        return new Cli(terminal, none -> Cli.REFUSED, List.of(new AuditCommand(terminal)))
                .run(words.toArray(String[]::new));
    }

    @Test
    void a_record_that_holds_is_confirmed_with_a_seal_to_note() {
        assertThat(verify()).isEqualTo(Cli.DONE);
        assertThat(out.toString())
                .contains("Every line of the record holds.")
                .contains("Seals that hold: 1, signed by ")
                .containsPattern("--noted the next time: [0-9a-f]{64}");
        var noted = out.toString().strip().replaceAll("(?s).*: ", "");
        assertThat(verify("--noted", noted)).isEqualTo(Cli.DONE);
        assertThat(verify("--noted", "0".repeat(64))).isEqualTo(Cli.REFUSED);
    }

    @Test
    void a_record_that_does_not_is_named_by_its_first_wrong_line() {
        try (var database = open()) {
            database.inTransaction(
                    handle -> handle.execute("update audit set hash = 'f' where number = 2"));
        }
        assertThat(verify()).isEqualTo(Cli.REFUSED);
        assertThat(err.toString()).contains("The record is broken: run r_1, line 2");
    }
}
