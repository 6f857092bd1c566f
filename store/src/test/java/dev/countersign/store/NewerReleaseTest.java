package dev.countersign.store;

import static dev.countersign.agent.run.StoreSamples.LEASE;
import static dev.countersign.agent.run.StoreSamples.NOON;
import static dev.countersign.agent.run.StoreSamples.PLACE;
import static dev.countersign.agent.run.StoreSamples.ask;
import static dev.countersign.agent.run.StoreSamples.due;
import static dev.countersign.agent.run.StoreSamples.fresh;
import static dev.countersign.agent.run.StoreSamples.idle;
import static dev.countersign.agent.run.StoreSamples.said;
import static dev.countersign.agent.run.StoreSamples.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.run.Run;
import dev.countersign.store.form.NewerForm;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that this release cannot read, among rows that it can. */
class NewerReleaseTest {
    private final Database database = TestDatabases.h2();
    private final JdbiRunStore runs = new JdbiRunStore(database, TestDatabases.CLOCK);

    @AfterEach
    void close() {
        database.close();
    }

    private void change(String sql) {
        database.inTransaction(handle -> handle.execute(sql));
    }

    private String row(String id) {
        return database.read(handle -> handle.createQuery(
                        "select version || ' ' || format || ' ' || form from run where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one());
    }

    private String form(String id) {
        return row(id).split(" ", 3)[2];
    }

    @Test
    void new_release_run_refused_by_old() {
        runs.commit(due(fresh("r_1"), NOON));
        runs.commit(due(fresh("r_2"), NOON));
        change("update run set format = 2, form = '{\"kind\":\"Dreaming\"}' where id = 'r_1'");
        var before = row("r_1");
        assertThatThrownBy(() -> runs.load("r_1"))
                .isInstanceOf(NewerForm.class)
                .hasMessage("run r_1 was kept by a newer release, in format 2; this release reads"
                        + " up to format 1. Start the newer release again."
                        + " The row is left as it is.");
        assertThat(runs.claim(LEASE, NOON, 5)).extracting(Run::id).containsExactly("r_2");
        assertThat(row("r_1")).isEqualTo(before);
    }

    /** A field that an older release left out might be what keeps a gate shut. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "concat('{\"haste\":1,', substring(form, 2))",
                "replace(form, '\"phase\":{\"kind\":\"', '\"phase\":{\"kind\":\"Dreamy')"
            })
    void what_only_a_newer_release_can_say_is_refused_in_the_same_format_too(String change) {
        runs.commit(due(fresh("r_1"), NOON));
        runs.commit(due(fresh("r_2"), NOON));
        change("update run set form = " + change + " where id = 'r_1'");
        var before = form("r_1");
        assertThatThrownBy(() -> runs.load("r_1"))
                .isInstanceOf(NewerForm.class)
                .hasMessageStartingWith("run r_1 was kept by a newer release: its ")
                .hasMessageContaining("has a field or a case that this release does not know")
                .hasMessageEndingWith("Start the newer release again. The row is left as it is.");
        assertThat(runs.claim(LEASE, NOON, 5)).extracting(Run::id).containsExactly("r_2");
        assertThat(form("r_1")).isEqualTo(before);
    }

    @Test
    void what_a_newer_release_received_or_wants_to_send_is_left_to_it() {
        var run = fresh("r_1");
        runs.commit(idle(run, sending(run, ask(PLACE, "q_1"))));
        var postbox = new JdbiPostbox(database);
        postbox.keep(said("e1"), NOON);
        change("update inbox set format = 2");
        change("update outbox set format = 2");
        assertThat(postbox.claim(LEASE, NOON, 5)).isEmpty();
        assertThat(new JdbiOutbox(database).claim(LEASE, NOON, 5)).isEmpty();
    }

    @Test
    void one_row_that_cannot_be_read_does_not_stop_the_others() {
        runs.commit(due(fresh("r_1"), NOON));
        runs.commit(due(fresh("r_2"), NOON));
        change("update run set form = '{' where id = 'r_1'");
        assertThat(runs.claim(LEASE, NOON, 5)).extracting(Run::id).containsExactly("r_2");
        assertThatThrownBy(() -> runs.load("r_1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("run r_1 cannot be read");
    }
}
