package dev.countersign.store;

import static dev.countersign.agent.run.StoreSamples.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.run.RunStore;
import dev.countersign.store.seal.Erasure;
import dev.countersign.store.seal.Proof;
import dev.countersign.store.seal.Proof.Finding;
import dev.countersign.store.seal.SealKey;
import dev.countersign.store.seal.Seals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** What seals over the records must do on every database. */
@Timeout(60)
abstract class SealsContract {
    private static final Instant NOW = TestDatabases.CLOCK.instant();
    private static final Instant YEAR_LATER = NOW.plus(Duration.ofDays(365));
    private static final SealKey KEY = SealKey.of("a secret of this server");

    private Database database;
    private RunStore runs;
    private Seals seals;

    abstract Database open() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        database = open();
        runs = TestDatabases.stores(database, TestDatabases.CLOCK).runs();
        seals = new Seals(database, KEY);
    }

    @AfterEach
    void end() {
        database.close();
    }

    private void lived(String run) {
        new RoundTrip(runs).whole(run);
    }

    private Finding look() {
        return new Proof(database).look(Optional.empty());
    }

    private void tamper(String sql) {
        database.inTransaction(handle -> handle.execute(sql));
    }

    private long rows(String table) {
        return database.read(handle -> handle.createQuery("select count(*) from " + table)
                .mapTo(Long.class)
                .one());
    }

    @Test
    void what_was_recorded_since_is_sealed_once() {
        lived("r_1");
        lived("r_2");
        assertThat(seals.seal(NOW)).isEqualTo(2);
        assertThat(seals.seal(NOW)).isZero();
        lived("r_3");
        assertThat(seals.seal(NOW)).isEqualTo(1);
        var finding = look();
        assertThat(finding.wrong()).isEmpty();
        assertThat(finding.seals()).isEqualTo(2);
        assertThat(finding.keys()).containsExactly(SealKey.fingerprint(KEY.known()));
    }

    @Test
    void a_run_that_went_on_is_sealed_again() {
        var trip = new RoundTrip(runs);
        var run = trip.parked(trip.heard(fresh("r_1")));
        seals.seal(NOW);
        trip.started(run);
        assertThat(seals.seal(NOW)).isEqualTo(1);
        assertThat(look().wrong()).isEmpty();
    }

    @Test
    void a_record_that_was_cut_short_everywhere_is_noticed_by_its_seal() {
        lived("r_1");
        seals.seal(NOW);
        tamper("delete from audit where run_id = 'r_1' and number = 5");
        tamper("update run set audit_number = 4, audit_hash ="
                + " (select hash from audit where run_id = 'r_1' and number = 4)");
        assertThat(look().wrong())
                .contains("seal 1: line 5 of run r_1 was sealed, and is not there as it was");
    }

    @Test
    void a_changed_a_missing_and_a_forged_seal_are_named() {
        lived("r_1");
        seals.seal(NOW);
        lived("r_2");
        seals.seal(NOW);
        tamper("update seal_part set number = 4 where run_id = 'r_2'");
        assertThat(look().wrong()).contains("seal 2: its content was changed");
        tamper("update seal_part set number = 5 where run_id = 'r_2'");
        var other = SealKey.of("another secret").known();
        tamper("update seal set signer = '" + other + "' where number = 2");
        assertThat(look().wrong()).contains("seal 2: its signature is not that of its key");
        tamper("delete from seal_part where seal = 1");
        tamper("delete from seal where number = 1");
        assertThat(look().wrong()).contains("seal 2: seal 1 is missing");
    }

    @Test
    void a_seal_that_was_noted_elsewhere_must_still_be_there() {
        lived("r_1");
        seals.seal(NOW);
        var noted = look().newest();
        lived("r_2");
        seals.seal(NOW);
        assertThat(new Proof(database).look(Optional.of(noted)).wrong()).isEmpty();
        assertThat(new Proof(database).look(Optional.of("f00d")).wrong())
                .contains("the seal f00d that was noted is not there");
    }

    @Test
    void what_is_old_is_taken_away_and_the_record_still_holds() {
        lived("r_1");
        seals.seal(NOW);
        assertThat(seals.cut(YEAR_LATER, NOW)).isZero();
        assertThat(seals.cut(YEAR_LATER, YEAR_LATER)).isEqualTo(1);
        assertThat(rows("run") + rows("audit") + rows("message") + rows("outbox"))
                .isZero();
        lived("r_2");
        seals.seal(YEAR_LATER);
        assertThat(look().wrong()).isEmpty();
        assertThat(look().seals()).isEqualTo(3);
    }

    @Test
    void purge_with_a_pending_approval() {
        var trip = new RoundTrip(runs);
        trip.parked(trip.heard(fresh("r_waits")));
        seals.seal(NOW);
        lived("r_unsealed");
        assertThat(seals.cut(YEAR_LATER, YEAR_LATER)).isZero();
        assertThat(rows("run")).isEqualTo(2);
    }

    @Test
    void lines_that_went_without_a_cut_are_named() {
        lived("r_1");
        seals.seal(NOW);
        for (var table : new String[] {"outbox", "inbox", "message", "call", "vote", "audit"}) {
            tamper("delete from " + table);
        }
        tamper("delete from question");
        tamper("delete from run");
        assertThat(look().wrong())
                .contains("seal 1: line 5 of run r_1 was sealed, and is not there as it was");
    }

    @Test
    void a_person_is_taken_out_and_the_record_still_holds() {
        lived("r_1");
        var erased = new Erasure(database, KEY).erase(Set.of("ana"), YEAR_LATER);
        assertThat(erased).isEqualTo(new Erasure.Erased(5, 1, 0));
        assertThat(look().wrong()).isEmpty();
        assertThat(new JdbiArchive(database).everything(0, 9))
                .hasSize(5)
                .noneMatch(line -> line.entry().toString().contains("ana"));
        assertThat(rows("run") + rows("message") + rows("vote") + rows("outbox"))
                .isZero();
        lived("r_2");
        seals.seal(YEAR_LATER);
        assertThat(look().wrong()).isEmpty();
    }

    @Test
    void a_line_that_only_looks_erased_is_named() {
        lived("r_1");
        seals.seal(NOW);
        tamper("update audit set form = replace(form, '\"ana\"', '\"erased\"') where number = 2");
        assertThat(look().wrong()).contains("run r_1, line 2: its content was changed");
    }

    @Test
    void a_run_that_waits_keeps_what_it_says_of_a_person_until_it_ends() {
        var trip = new RoundTrip(runs);
        trip.parked(trip.heard(fresh("r_waits")));
        var erased = new Erasure(database, KEY).erase(Set.of("ana"), NOW);
        assertThat(erased).isEqualTo(new Erasure.Erased(0, 0, 1));
        assertThat(rows("run")).isEqualTo(1);
    }

    /** Each server has a key of its own; whoever verifies is told of all that have signed. */
    @Test
    void servers_with_a_key_each_seal_one_chain_and_all_keys_are_named() {
        var second = SealKey.of("of another server");
        lived("r_1");
        seals.seal(NOW);
        lived("r_2");
        new Seals(database, second).seal(NOW);
        lived("r_3");
        seals.seal(NOW);
        var found = look();
        assertThat(found.wrong()).isEmpty();
        assertThat(found.seals()).isEqualTo(3);
        assertThat(found.keys())
                .containsExactlyInAnyOrder(
                        SealKey.fingerprint(KEY.known()), SealKey.fingerprint(second.known()));
        tamper("update seal set signer = (select signer from seal where number = 1)"
                + " where number = 2");
        assertThat(look().wrong()).get().asString().startsWith("seal 2: ");
    }

    @Test
    void servers_that_seal_at_once_make_one_chain() throws Exception {
        for (int i = 0; i < 5; i++) {
            lived("r_" + i);
            try (var servers = Executors.newFixedThreadPool(4)) {
                servers.invokeAll(Collections.<Callable<Integer>>nCopies(4, () -> seals.seal(NOW)))
                        .forEach(done -> assertThat(done.resultNow()).isBetween(0, 1));
            }
        }
        assertThat(look().wrong()).isEmpty();
        assertThat(look().seals()).isEqualTo(5);
    }
}
