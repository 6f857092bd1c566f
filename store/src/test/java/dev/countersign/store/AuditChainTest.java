package dev.countersign.store;

import static dev.countersign.agent.run.StoreSamples.entry;
import static dev.countersign.agent.run.StoreSamples.fresh;
import static dev.countersign.agent.run.StoreSamples.idle;
import static dev.countersign.agent.run.StoreSamples.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.run.Archive.Recorded;
import dev.countersign.agent.run.Entry;
import dev.countersign.store.audit.AuditChain;
import dev.countersign.store.audit.AuditChain.Broken;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class AuditChainTest {
    private final Database database = TestDatabases.h2();
    private final JdbiArchive archive = new JdbiArchive(database);
    private List<Recorded> lines;

    @BeforeEach
    void keep_a_record_of_four_lines() {
        var run = fresh("r_1");
        var entries = List.of("ana", "bo", "li", "dana").stream()
                .map(by -> entry(Entry.Kind.SAID, by))
                .toArray(Entry[]::new);
        TestDatabases.stores(database, TestDatabases.CLOCK)
                .runs()
                .commit(idle(run, recording(run, entries)));
        lines = new ArrayList<>(archive.everything(0, 9));
        assertThat(AuditChain.verify(lines)).isEmpty();
        assertThat(archive.verify()).isEmpty();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_changed_line_is_named() {
        var third = lines.get(2);
        lines.set(2, with(third, entry(Entry.Kind.SAID, "mallory"), third.hash()));
        assertThat(AuditChain.verify(lines))
                .contains(new Broken("r_1", 3, "its content was changed"));
    }

    @Test
    void a_changed_line_with_a_new_hash_breaks_the_next() {
        var third = lines.get(2);
        var forged = entry(Entry.Kind.SAID, "mallory");
        var hash = AuditChain.hash(third.previous(), "r_1", 3, forged);
        lines.set(2, with(third, forged, hash));
        assertThat(AuditChain.verify(lines))
                .contains(new Broken("r_1", 4, "it does not follow the line before it"));
    }

    private static Recorded with(Recorded line, Entry entry, String hash) {
        return new Recorded(line.id(), line.run(), line.number(), entry, line.previous(), hash);
    }

    @Test
    void a_missing_line_is_named() {
        lines.remove(1);
        assertThat(AuditChain.verify(lines)).contains(new Broken("r_1", 3, "line 2 is missing"));
    }

    @Test
    void a_record_that_was_cut_short_is_noticed_by_its_run() {
        database.inTransaction(handle -> handle.execute("delete from audit where number = 4"));
        assertThat(AuditChain.verify(archive.everything(0, 9))).isEmpty();
        assertThat(archive.verify())
                .contains(new Broken("r_1", 4, "the run says its record ends at line 4"));
    }

    @Test
    void a_row_changed_in_the_database_is_named() {
        database.inTransaction(handle -> handle.execute(
                "update audit set form = replace(form, '\"bo\"', '\"mallory\"') where number = 2"));
        assertThat(archive.verify()).contains(new Broken("r_1", 2, "its content was changed"));
    }
}
