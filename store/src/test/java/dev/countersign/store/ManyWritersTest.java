package dev.countersign.store;

import static dev.countersign.agent.run.StoreSamples.LEASE;
import static dev.countersign.agent.run.StoreSamples.NOON;
import static dev.countersign.agent.run.StoreSamples.due;
import static dev.countersign.agent.run.StoreSamples.entry;
import static dev.countersign.agent.run.StoreSamples.fresh;
import static dev.countersign.agent.run.StoreSamples.idle;
import static dev.countersign.agent.run.StoreSamples.said;
import static dev.countersign.agent.run.StoreSamples.saying;
import static dev.countersign.agent.run.StoreSamples.sending;
import static dev.countersign.agent.run.StoreSamples.tell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.run.ArchiveContract.Stores;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunStore.StaleRun;
import dev.countersign.agent.run.Step;
import dev.countersign.agent.run.StoreSamples;
import dev.countersign.channels.Conversation;
import dev.countersign.store.audit.AuditChain;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** What holds when many write at once; the databases extend it. */
@Timeout(60)
abstract class ManyWritersTest {
    private static final int THREADS = 8;
    private static final int STEPS = 20;

    private Database database;
    private Stores stores;

    abstract Database database() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = database();
        stores = TestDatabases.stores(database, TestDatabases.CLOCK);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static <T> List<T> together(Callable<T> work) throws Exception {
        var barrier = new CyclicBarrier(THREADS);
        try (var pool = Executors.newFixedThreadPool(THREADS)) {
            var all = new ArrayList<Callable<T>>();
            for (int i = 0; i < THREADS; i++) {
                all.add(() -> {
                    barrier.await();
                    return work.call();
                });
            }
            var results = new ArrayList<T>();
            for (var future : pool.invokeAll(all)) {
                results.add(future.get());
            }
            return results;
        }
    }

    @Test
    void of_many_steps_onto_one_version_exactly_one_is_kept() throws Exception {
        var run = fresh("r_1");
        for (int round = 0; round < 20; round++) {
            var onto = run;
            var winners =
                    together(() -> kept(onto)).stream().flatMap(List::stream).toList();
            assertThat(winners).hasSize(1);
            run = winners.getFirst();
            assertThat(stores.runs().load("r_1")).contains(run);
        }
        assertThat(stores.runs().messages("r_1", 0)).hasSize(20);
        assertThat(new JdbiArchive(database).verify()).isEmpty();
    }

    private List<Run> kept(Run before) {
        try {
            var step = saying(before, "mine")
                    .then(StoreSamples.recording(
                            saying(before, "mine").run(), entry(Entry.Kind.SAID, "ana")));
            return List.of(stores.runs().commit(idle(before, step)));
        } catch (StaleRun second) {
            return List.of();
        }
    }

    @Test
    void steps_that_come_together_are_kept_together_and_a_stale_one_fails_alone() throws Exception {
        var next = new AtomicInteger();
        var before = database.tally().now();
        var ends = together(() -> {
            var run = fresh("r_" + next.incrementAndGet());
            for (int step = 0; step < STEPS; step++) {
                run = kept(run).getFirst();
            }
            assertThat(kept(run.at(STEPS - 1))).isEmpty();
            return run;
        });

        var commits = database.tally().now().since(before).commits();
        assertThat(commits).isLessThan(THREADS * STEPS);
        assertThat(ends).hasSize(THREADS).allSatisfy(run -> {
            assertThat(stores.runs().load(run.id())).contains(run);
            assertThat(stores.runs().messages(run.id(), 0)).hasSize(STEPS);
        });
        assertThat(new JdbiArchive(database).verify()).isEmpty();
    }

    @Test
    void a_run_that_is_at_hand_is_read_again_once_another_process_has_moved_it() {
        var elsewhere = new JdbiRunStore(database, TestDatabases.CLOCK);
        var here = new RoundTrip(stores.runs());
        var parked = here.parked(here.heard(fresh("r_1")));
        var key = parked.questions().getFirst().key();
        var moved = new RoundTrip(elsewhere).started(parked);

        assertThat(stores.runs().asking(key)).contains(parked);
        assertThat(stores.runs().load("r_1")).contains(moved);
        assertThatThrownBy(() -> here.started(parked)).isInstanceOf(StaleRun.class);
        assertThat(stores.runs().asking(key)).contains(moved);
    }

    @Test
    void what_is_due_is_taken_by_one_only() throws Exception {
        for (int i = 0; i < 60; i++) {
            var run = fresh("r_" + i);
            var place = new Conversation("slack", "C" + i % 40);
            var kept = stores.runs().commit(idle(run, sending(run, tell(place, "r_" + i, "hi"))));
            stores.runs().commit(due(kept, NOON));
            stores.postbox().keep(said("e" + i), NOON);
        }
        var runs = together(() -> taken(() -> stores.runs().claim(LEASE, NOON, 5)));
        assertThat(runs.stream().flatMap(List::stream).map(Run::id))
                .hasSize(60)
                .doesNotHaveDuplicates();
        var said = together(() -> taken(() -> stores.postbox().claim(LEASE, NOON, 5)));
        assertThat(said.stream().flatMap(List::stream)).hasSize(60).doesNotHaveDuplicates();
        var sent = together(() -> taken(() -> stores.outbox().claim(LEASE, NOON, 5)));
        assertThat(sent.stream().flatMap(List::stream).map(parcel -> parcel.message()
                        .to()))
                .hasSize(40)
                .doesNotHaveDuplicates();
    }

    /** Takes until nothing is left for this thread, and once more for the others' sake. */
    private static <T> List<T> taken(Callable<List<T>> claim) throws Exception {
        var all = new ArrayList<T>();
        for (int empty = 0; empty < 3; ) {
            var some = claim.call();
            empty = some.isEmpty() ? empty + 1 : 0;
            all.addAll(some);
        }
        return all;
    }

    @Test
    void a_transcript_keeps_its_order_and_its_record_its_chain() {
        var random = new Random(7);
        var run = fresh("r_1");
        var told = new ArrayList<Message>();
        for (int i = 0; i < 40; i++) {
            var texts = IntStream.range(0, random.nextInt(4))
                    .mapToObj(n -> "words " + random.nextInt())
                    .toArray(String[]::new);
            var said = saying(run, texts);
            told.addAll(said.said());
            var entries = IntStream.range(0, random.nextInt(3))
                    .mapToObj(n -> entry(Entry.Kind.SAID, "ana " + random.nextInt()))
                    .toArray(Entry[]::new);
            var step = said.then(StoreSamples.recording(said.run(), entries));
            run = stores.runs().commit(idle(run, step));
            assertThat(stores.runs().messages("r_1", 0)).isEqualTo(told);
        }
        var record = stores.archive().record("r_1", 1);
        assertThat(record).isNotEmpty();
        assertThat(AuditChain.verify(record)).isEmpty();
        assertThat(new JdbiArchive(database).verify()).isEmpty();
    }

    @Test
    void another_process_goes_on_where_the_first_one_stopped() {
        var run = fresh("r_1");
        var other = new JdbiRunStore(database, TestDatabases.CLOCK);
        for (var store : List.of(stores.runs(), other, stores.runs())) {
            var step = StoreSamples.recording(run, entry(Entry.Kind.SAID, "ana"));
            run = store.commit(idle(run, step));
        }
        assertThat(stores.archive().record("r_1", 1)).hasSize(3);
        assertThat(new JdbiArchive(database).verify()).isEmpty();
    }

    @Test
    void the_votes_on_every_version_of_a_question_stay() {
        var first = StoreSamples.question("q_1", "c_1", NOON);
        var run = fresh("r_1");
        var counted = first;
        for (var voter : List.of("dana", "li")) {
            counted = counted.counting(StoreSamples.vote(voter));
            run = stores.runs().commit(idle(run, Step.stay(run.asking(List.of(counted)))));
        }
        assertThat(votes()).isEqualTo(2);
        var second = nextVersion(first).counting(StoreSamples.vote("bo"));
        stores.runs().commit(idle(run, Step.stay(run.asking(List.of(second)))));
        assertThat(votes()).isEqualTo(3);
    }

    private static Question nextVersion(Question q) {
        return new Question(
                q.key(),
                q.version() + 1,
                q.call(),
                q.gate(),
                q.card(),
                q.basis(),
                q.timing(),
                q.places(),
                List.of(),
                q.editor(),
                q.settled());
    }

    private int votes() {
        return database.read(handle -> handle.createQuery("select count(*) from vote")
                .mapTo(Integer.class)
                .one());
    }
}
