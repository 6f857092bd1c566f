package dev.countersign.bot.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.tool.kubernetes.sandbox.Sandbox;
import dev.countersign.agent.tool.kubernetes.sandbox.SandboxSettings;
import dev.countersign.bot.crash.Plot.Change;
import dev.countersign.bot.story.Postgres;
import dev.countersign.store.Database;
import dev.countersign.store.JdbiArchive;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Three processes on one PostgreSQL: one of them is killed or stopped every few seconds, and the
 * database is restarted, while many changes are asked for and decided. All of them end, each once,
 * and everybody was told the truth. In full: {@code -Dcountersign.approvals=500}, and {@code
 * -Dcountersign.seed=S} to repeat what is done to the processes.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ReplicasTest {
    private static final int REPLICAS = 3;
    private static final int CLIENTS = 8;
    private static final int FEW = 24;
    /** One of so many that go is stopped in good order instead of killed. */
    private static final int STOPPED = 4;

    private static final Duration UNTIL_QUIET = Duration.ofSeconds(90);

    private final int approvals = Integer.getInteger("countersign.approvals", FEW);
    private final Duration calm =
            approvals > FEW ? Duration.ofSeconds(5) : Duration.ofMillis(1_500);
    private final long seed = Long.getLong("countersign.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final History history = new History();
    private final AtomicInteger ended = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);

    @TempDir
    private Path folder;

    @Test
    void each_change_is_decided_and_made_once_whoever_is_killed() throws Exception {
        System.out.printf("replicas: %d approvals, seed %d%n", approvals, seed);
        try (var postgres = new Postgres();
                var cluster = Sandbox.start(SandboxSettings.inMemory(Clock.systemUTC()));
                var fleet = new Fleet(
                        folder, REPLICAS, postgres.url(), cluster.url().toString(), history)) {
            var all = new ArrayList<Approval>();
            for (int i = 1; i <= approvals; i++) {
                all.add(new Approval(i, "change-" + i, fleet, history));
            }
            underTrouble(fleet, postgres, all);
            everythingHolds(fleet, postgres, cluster, all);
        } catch (Exception | AssertionError failed) {
            System.out.printf("seed %d; the history is in %s%n", seed, history.keep(seed));
            throw failed;
        }
    }

    private void underTrouble(Fleet fleet, Postgres postgres, List<Approval> all) throws Exception {
        try (var clients = Executors.newFixedThreadPool(CLIENTS);
                var trouble = Executors.newVirtualThreadPerTaskExecutor()) {
            var going = all.stream().map(one -> happening(clients, one)).toList();
            var troubles = List.of(
                    trouble.submit(() -> kills(fleet)), trouble.submit(() -> restarts(postgres)));
            try {
                for (var one : going) {
                    one.get();
                }
            } finally {
                over.countDown();
                clients.shutdownNow();
            }
            for (var one : troubles) {
                one.get();
            }
        }
    }

    private Future<?> happening(ExecutorService clients, Approval one) {
        return clients.submit(() -> {
            one.happens();
            ended.incrementAndGet();
        });
    }

    /** One after the other goes, and comes back. */
    private Void kills(Fleet fleet) throws Exception {
        while (!over.await(calm.toMillis(), TimeUnit.MILLISECONDS)) {
            var one = random.nextInt(fleet.size());
            if (random.nextInt(STOPPED) == 0) {
                fleet.retire(one);
            } else {
                fleet.kill(one);
            }
            fleet.start(one);
        }
        return null;
    }

    /** When a third has ended, and in the long form again when two thirds have. */
    private Void restarts(Postgres postgres) throws Exception {
        var most = approvals > FEW ? 2 : 1;
        for (int done = 0; done < most && !over.await(50, TimeUnit.MILLISECONDS); ) {
            if (ended.get() >= approvals * (done + 1) / 3) {
                history.add("database", "stops");
                postgres.stops();
                postgres.begins();
                history.add("database", "is back");
                done++;
            }
        }
        return null;
    }

    private void everythingHolds(
            Fleet fleet, Postgres postgres, Sandbox cluster, List<Approval> all) throws Exception {
        var once = new HashMap<Change, Integer>();
        all.forEach(one -> one.holds().ifPresent(change -> once.put(change, 1)));
        assertThat(changes(cluster)).isEqualTo(once);
        var someone = fleet.alive().getFirst();
        await().atMost(UNTIL_QUIET)
                .until(() -> someone.metric("countersign_outbox_pending") == 0
                        && someone.metric("countersign_inbox_lag_seconds") == 0);
        assertThat(someone.metric("countersign_questions_open")).isZero();
        for (var secret : fleet.secrets()) {
            assertThat(fleet.logs().contains(secret)).as("a secret is in a log").isFalse();
        }
        try (var database =
                Database.open(postgres.url(), "postgres", "postgres", Clock.systemUTC())) {
            assertThat(new JdbiArchive(database).verify()).isEmpty();
        }
    }

    private static Map<Change, Integer> changes(Sandbox cluster) {
        var changes = new HashMap<Change, Integer>();
        for (var line : cluster.tally().lines()) {
            if (line.changed() > 0) {
                var change = new Change(line.mark().kind(), line.mark().name());
                changes.merge(change, line.changed(), Integer::sum);
            }
        }
        return changes;
    }
}
