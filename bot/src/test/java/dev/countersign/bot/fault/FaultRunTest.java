package dev.countersign.bot.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bot.fault.Weather.Climate;
import dev.countersign.bot.fault.Weather.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Eight clients ask for changes, decide them and wait for them while processes, database, wires,
 * clocks and disks go wrong. All of it ends, each change is made once, everybody was told the
 * truth, and nothing that was promised was broken. In full with {@code -Dcountersign.faults=full},
 * and the same again with {@code -Dcountersign.seed=S}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FaultRunTest {
    private static final boolean FULL = "full".equals(System.getProperty("countersign.faults"));
    private static final int REPLICAS = 3;
    private static final int MOST_ROUNDS = 1_000;
    private static final Set<Fault> OF_THE_STORE = EnumSet.of(
            Fault.THE_DATABASE_IS_RESTARTED,
            Fault.ALL_SESSIONS_ARE_TERMINATED,
            Fault.THE_STORE_IS_SLOW,
            Fault.THE_STORE_IS_CUT_OFF,
            Fault.THE_STORE_IS_HALF_CLOSED,
            Fault.THE_STORE_DOES_IT_AND_FAILS);

    private final long seed = Long.getLong("countersign.seed", System.nanoTime());

    @TempDir
    private Path folder;

    /** So much goes wrong in so much time. */
    private static Climate climate(Set<Fault> faults) {
        var all = List.copyOf(faults);
        return FULL
                ? new Climate(all, Duration.ofMillis(500), Duration.ofSeconds(3), MOST_ROUNDS)
                : new Climate(all, Duration.ofMillis(100), Duration.ofMillis(500), 1);
    }

    private static int changes(int few, int many) {
        return Integer.getInteger("countersign.approvals", FULL ? many : few);
    }

    @Test
    void three_replicas_keep_every_promise_in_any_weather() throws Exception {
        var faults = EnumSet.complementOf(EnumSet.of(Fault.THE_DISK_IS_FULL));
        try (var world = World.onPostgres(folder, REPLICAS)) {
            new FaultRun(world, seed, climate(faults)).of(changes(32, 500));
        }
    }

    @Test
    void one_process_on_a_file_keeps_every_promise_in_any_weather() throws Exception {
        var faults = EnumSet.complementOf(EnumSet.copyOf(OF_THE_STORE));
        try (var world = World.onFile(folder)) {
            new FaultRun(world, seed, climate(faults)).of(changes(16, 200));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "countersign.faults", matches = "full")
    void of_three_replicas_one_is_killed_every_five_seconds_and_500_changes_are_made_once()
            throws Exception {
        var every = Duration.ofSeconds(5);
        var kills = new Climate(List.of(Fault.A_PROCESS_IS_KILLED), every, every, MOST_ROUNDS);
        try (var world = World.onPostgres(folder, REPLICAS)) {
            new FaultRun(world, seed, kills).withTwoRestarts().of(500);
        }
    }

    @Test
    void the_same_seed_brings_the_same_weather() {
        var climate = climate(EnumSet.allOf(Fault.class));
        var one = new Weather(seed, climate);
        var two = new Weather(seed, climate);
        var seen = new ArrayList<Fault>();
        for (int i = 0; i < Fault.values().length; i++) {
            var gust = one.next();
            assertThat(two.next()).isEqualTo(gust);
            seen.add(gust.fault());
        }
        assertThat(seen).containsExactlyInAnyOrder(Fault.values());
    }
}
