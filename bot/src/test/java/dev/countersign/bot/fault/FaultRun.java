package dev.countersign.bot.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bot.fault.Weather.Climate;
import dev.countersign.store.Database;
import dev.countersign.store.JdbiArchive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One run: eight clients, some weather, and the history of both, which is checked in the end and
 * kept when it shows that a promise was broken.
 */
final class FaultRun {
    private static final int MOST_TIMES = 4;

    private final World world;
    private final long seed;
    private final Climate climate;
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger next = new AtomicInteger(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch blown = new CountDownLatch(1);
    private boolean restarts;

    FaultRun(World world, long seed, Climate climate) {
        this.world = world;
        this.seed = seed;
        this.climate = climate;
    }

    /** The database is restarted when a third has ended, and when two thirds have. */
    FaultRun withTwoRestarts() {
        restarts = true;
        return this;
    }

    /** So many changes, and all that may not happen did not. */
    void of(int changes) throws Exception {
        System.out.printf("faults: %d changes, %s, seed %d%n", changes, climate, seed);
        try (var trouble = new Trouble(world, new Weather(seed, climate))) {
            under(trouble, changes);
            new Ledger(world).write();
            assertThat(HistoryChecker.violations(world.history().events())).isEmpty();
            world.slack().check();
            theRecordHolds();
            System.out.println(summary());
        } catch (Exception | AssertionError failed) {
            System.out.printf("faults: seed %d; the history is in %s%n", seed, keep());
            throw failed;
        }
    }

    private Path keep() throws IOException {
        return world.history().keep(Path.of("target", "faults-" + seed + ".jsonl"));
    }

    private void under(Trouble trouble, int changes) throws Exception {
        try (var clients = Executors.newFixedThreadPool(World.PEOPLE);
                var troubles = Executors.newVirtualThreadPerTaskExecutor()) {
            var blowing = new ArrayList<Future<?>>();
            blowing.add(troubles.submit(() -> trouble.blows(climate, over, blown)));
            if (restarts) {
                blowing.add(troubles.submit(() -> restarts(changes)));
            }
            try {
                finish(going(clients, changes));
            } finally {
                over.countDown();
                clients.shutdownNow();
            }
            finish(blowing);
        }
    }

    private List<Future<?>> going(ExecutorService clients, int changes) {
        var going = new ArrayList<Future<?>>();
        for (int i = 1; i <= World.PEOPLE; i++) {
            var other = "p" + (i % World.PEOPLE + 1);
            var client = new Client("p" + i, other, world, road(i));
            going.add(clients.submit(() -> works(client, changes)));
        }
        return going;
    }

    private void works(Client client, int changes) {
        for (int number = next.getAndIncrement();
                goesOn(number, changes);
                number = next.getAndIncrement()) {
            client.wants(number);
            ended.incrementAndGet();
        }
    }

    /** Where everything goes wrong once, there is work until it has. */
    private boolean goesOn(int number, int changes) {
        return number <= changes
                || climate.rounds() == 1 && blown.getCount() > 0 && number <= changes * MOST_TIMES;
    }

    private Road road(int person) {
        return switch (person) {
            case 7 -> new Road.ByMail(world);
            case 8 -> new Road.BySlack(world);
            default -> new Road.ByApi(world);
        };
    }

    private static void finish(List<Future<?>> all) throws Exception {
        for (var one : all) {
            try {
                one.get();
            } catch (ExecutionException failed) {
                throw new AssertionError("" + failed.getCause(), failed.getCause());
            }
        }
    }

    private Void restarts(int changes) throws Exception {
        var postgres = world.postgres().orElseThrow();
        for (int done = 0; done < 2 && !over.await(50, TimeUnit.MILLISECONDS); ) {
            if (ended.get() >= changes * (done + 1) / 3) {
                world.history().happened("database", "is restarted");
                postgres.stops();
                postgres.begins();
                done++;
            }
        }
        return null;
    }

    /** What the database chained together is unbroken. */
    private void theRecordHolds() {
        if (world.postgres().isPresent()) {
            var url = world.postgres().get().url();
            try (var database = Database.open(url, "postgres", "any", Clock.systemUTC())) {
                assertThat(new JdbiArchive(database).verify()).isEmpty();
            }
        }
    }

    private String summary() {
        var events = world.history().events();
        var gusts = events.stream()
                .filter(e -> e instanceof Event.Happened h && h.where().equals("weather"))
                .count();
        var lost = events.stream()
                .filter(e -> e instanceof Event.Recorded r && r.kind().equals("lost"))
                .count();
        return "faults: all %d ended, %d gusts, %d calls lost and asked for, %d events"
                .formatted(ended.get(), gusts, lost, events.size());
    }
}
