package dev.countersign.store;

import static dev.countersign.agent.run.StoreSamples.LEASE;
import static dev.countersign.agent.run.StoreSamples.NOON;
import static dev.countersign.agent.run.StoreSamples.PLACE;
import static dev.countersign.agent.run.StoreSamples.acting;
import static dev.countersign.agent.run.StoreSamples.ask;
import static dev.countersign.agent.run.StoreSamples.call;
import static dev.countersign.agent.run.StoreSamples.due;
import static dev.countersign.agent.run.StoreSamples.fresh;
import static dev.countersign.agent.run.StoreSamples.idle;
import static dev.countersign.agent.run.StoreSamples.question;
import static dev.countersign.agent.run.StoreSamples.said;
import static dev.countersign.agent.run.StoreSamples.sending;
import static dev.countersign.agent.run.StoreSamples.settling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunStore;
import dev.countersign.channels.QuestionKey;
import dev.countersign.store.form.NewerForm;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

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

    /** A field that only a newer release knows; its own server must not wait for our claim. */
    @Test
    void what_this_release_cannot_read_in_the_same_format_is_not_held_either() {
        var run = fresh("r_1");
        runs.commit(new RunStore.Commit(
                run,
                sending(run, ask(PLACE, "q_1")),
                Optional.empty(),
                Optional.of(NOON),
                Optional.empty()));
        var postbox = new JdbiPostbox(database);
        var outbox = new JdbiOutbox(database);
        postbox.keep(said("e1"), NOON);
        for (var table : List.of("run", "inbox", "outbox")) {
            change("update " + table + " set form = concat('{\"haste\":1,', substring(form, 2))");
        }
        var before = row("r_1");
        assertThat(runs.claim(LEASE, NOON, 5)).isEmpty();
        assertThat(postbox.claim(LEASE, NOON, 5)).isEmpty();
        assertThat(outbox.claim(LEASE, NOON, 5)).isEmpty();
        assertThat(row("r_1")).isEqualTo(before);
        for (var table : List.of("run", "inbox", "outbox")) {
            change("update " + table + " set form = concat('{', substring(form, 12))");
        }
        var soon = NOON.plus(Unreadable.LEFT_TO_OTHERS);
        assertThat(runs.claim(LEASE, soon, 5)).hasSize(1);
        assertThat(postbox.claim(LEASE, soon, 5)).hasSize(1);
        assertThat(outbox.claim(LEASE, soon, 5)).hasSize(1);
    }

    @Test
    void a_question_of_a_newer_release_hides_no_other_in_the_list() {
        for (var name : List.of("1", "2", "3")) {
            var run = acting(fresh("r_" + name), call("c_" + name, 0, gated(name)));
            var asking = run.asking(List.of(question("q_" + name, "c_" + name, NOON)));
            runs.commit(idle(fresh("r_" + name), settling(asking)));
        }
        change("update question set form = concat('{\"haste\":1,', substring(form, 2))"
                + " where name = 'q_2'");
        var archive = new JdbiArchive(database);
        var first = archive.questions(true, Optional.empty(), 2);
        assertThat(first.items()).extracting(Archive.Asked::run).containsExactly("r_3");
        assertThat(archive.questions(true, first.next(), 2).items())
                .extracting(Archive.Asked::run)
                .containsExactly("r_1");
    }

    private static CallState gated(String name) {
        return new CallState.Gated(new QuestionKey("q_" + name));
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
