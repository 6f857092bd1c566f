package dev.countersign.bot.bench;

import com.sun.management.OperatingSystemMXBean;

import dev.countersign.agent.engine.Checkpoint;
import dev.countersign.agent.engine.Engine;
import dev.countersign.agent.engine.EngineSettings;
import dev.countersign.agent.machine.Limits;
import dev.countersign.store.Database;
import dev.countersign.store.JdbiArchive;
import dev.countersign.store.JdbiOutbox;
import dev.countersign.store.JdbiPostbox;
import dev.countersign.store.JdbiRunStore;
import dev.countersign.store.Yardstick;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The approval round trip on a store, and the bare minimum beside it in the same run. */
public final class Bench {
    private static final int FILLERS = 64;
    private static final int WARMERS = 8;
    /** It is warm when so many rounds in a row were no faster than those before. */
    private static final int LEVEL_ROUNDS = 2;
    /** On a machine that others use, the rate may never be level. */
    private static final int ROUNDS = 8;

    private static final double RISE = 1.03;
    /** On a slow machine fewer runs are parked than were wanted, and the table says how many. */
    private static final Duration FILLING = Duration.ofMinutes(5);
    /** Far more than is ever parked here. */
    private static final int OPEN_QUESTIONS = 10_000_000;

    private static final double PERCENT = 100;
    private static final OperatingSystemMXBean MACHINE =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final Path STATUS = Path.of("/proc/self/status");

    private final Yardstick yardstick;
    private final Plan plan;

    /**
     * How long a round of warming up takes, how long each figure is measured, with how many parked
     * runs, from few to many, and with how many round trips at once.
     */
    public record Plan(Duration warmUp, Duration each, List<Integer> parked, List<Integer> atOnce) {
        public Plan {
            parked = List.copyOf(parked);
            atOnce = List.copyOf(atOnce);
        }
    }

    public Bench(Yardstick yardstick, Plan plan) {
        this.yardstick = yardstick;
        this.plan = plan;
    }

    /** Measures, and tells each line as soon as it is there. */
    public void run(Consumer<Figures> lines) throws Exception {
        var database = yardstick.database();
        try (var engine = engine(database);
                var trips = new Trips(engine)) {
            engine.start(List.of(), UnaryOperator.identity());
            warmUp(trips);
            var end = System.nanoTime() + FILLING.toNanos();
            int parked = 0;
            long bytes = 0;
            double idle = 0;
            for (int wanted : plan.parked()) {
                if (wanted > parked) {
                    var before = yardstick.bytes();
                    int more = fill(trips, wanted - parked, end);
                    bytes = yardstick.bytesPerRun(before, more);
                    parked += more;
                    idle = idle();
                }
                for (int concurrency : plan.atOnce()) {
                    lines.accept(measure(trips, concurrency, parked, bytes, idle));
                }
            }
        }
    }

    /**
     * A service runs for weeks and the bare loop is warm in a second, so this goes on until the
     * rate no longer rises; both are then measured in their steady state.
     */
    private void warmUp(Trips trips) throws InterruptedException {
        double best = 0;
        int level = 0;
        for (int round = 0; round < ROUNDS && level < LEVEL_ROUNDS; round++) {
            var rate = Load.put(WARMERS, plan.warmUp(), trips::whole).rate();
            Load.put(1, plan.warmUp(), trips::whole);
            level = rate > best * RISE ? 0 : level + 1;
            best = Math.max(best, rate);
        }
        Load.put(WARMERS, plan.each(), this::bare);
    }

    private static Engine engine(Database database) {
        var clock = Clock.systemUTC();
        var usual = EngineSettings.of("bench", clock);
        var settings = new EngineSettings(
                usual.owner(),
                clock,
                Limits.DEFAULT,
                usual.lease(),
                usual.modelCall(),
                usual.toolCall(),
                OPEN_QUESTIONS,
                Checkpoint.NONE);
        var stores = new Engine.Stores(
                new JdbiRunStore(database, clock),
                new JdbiOutbox(database),
                new JdbiPostbox(database),
                new JdbiArchive(database));
        return new Engine(settings, new Yard(), stores);
    }

    private Figures measure(Trips trips, int concurrency, int parked, long bytes, double idle)
            throws Exception {
        var bare = Load.put(concurrency, plan.each(), this::bare);
        var before = yardstick.database().tally().now();
        var busy = MACHINE.getProcessCpuTime();
        var ours = Load.put(concurrency, plan.each(), trips::whole);
        var cost = yardstick.database().tally().now().since(before);
        double count = ours.nanos().length;
        var cpu = (MACHINE.getProcessCpuTime() - busy) / 1e6 / count;
        return new Figures(
                "approval",
                yardstick.store(),
                concurrency,
                parked,
                ours.rate(),
                bare.rate(),
                ours.rate() / bare.rate(),
                ours.millis(0.5),
                ours.millis(0.99),
                bare.millis(0.99),
                cpu,
                cost.commits() / count,
                cost.statements() / count,
                bytes,
                resident(),
                idle);
    }

    private long bare() throws Exception {
        var start = System.nanoTime();
        var parked = Yard.SYSTEM + Yard.WORDS + Yard.ARGUMENTS;
        yardstick.bare(UUID.randomUUID().toString(), parked, parked + Yard.RESULT + Yard.ANSWER);
        return System.nanoTime() - start;
    }

    /** Parks so many runs, or as many as there is time for, and says how many. */
    private static int fill(Trips trips, int count, long end) throws InterruptedException {
        var left = new AtomicInteger(count);
        var parked = new AtomicInteger();
        Load.put(FILLERS, Duration.ZERO, () -> {
            while (left.getAndDecrement() > 0 && (parked.get() == 0 || System.nanoTime() < end)) {
                trips.park();
                parked.incrementAndGet();
            }
            return 0;
        });
        return parked.get();
    }

    /** How much of one processor is used while nothing happens, in per cent. */
    private double idle() {
        // What the filling left to tidy is not what waiting costs.
        System.gc();
        pass(plan.each());
        var busy = MACHINE.getProcessCpuTime();
        var start = System.nanoTime();
        pass(plan.each());
        return PERCENT * (MACHINE.getProcessCpuTime() - busy) / (System.nanoTime() - start);
    }

    /** Nothing is waited for: the time itself is what is measured. */
    private static void pass(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        for (var left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** What the process holds in memory; 0 where the system does not say. */
    private static long resident() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }
}
