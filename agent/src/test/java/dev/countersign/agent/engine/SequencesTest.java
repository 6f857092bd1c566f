package dev.countersign.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;

/**
 * Random histories, and what must hold in all of them. A failure names its seed; run that one again
 * with {@code -Dcountersign.seed=N}, and more with {@code -Dcountersign.sequences=N}.
 */
class SequencesTest {
    private static final int SEQUENCES = Integer.getInteger("countersign.sequences", 10_000);
    private static final int ENOUGH_FOR_ALL = 1_000;
    /** Each thing happens once in so many histories at least. */
    private static final int RARE = 1_000;

    @Test
    void whatever_people_do_nothing_runs_without_exactly_its_approval() {
        long first = Long.getLong("countersign.seed", System.nanoTime());
        int many = Long.getLong("countersign.seed") == null ? SEQUENCES : 1;
        var begun = System.nanoTime();
        var used = cpu();
        var happened = Histories.play(first, many, () -> World.SOUND);
        System.out.printf(
                "%d sequences in %d ms, %.1f ms of processor each: %s%n",
                many,
                (System.nanoTime() - begun) / 1_000_000,
                (cpu() - used) / 1e6 / many,
                happened);
        // Few sequences may miss a rare happening by chance, which says nothing about the engine.
        if (many >= ENOUGH_FOR_ALL) {
            for (var one : Happening.values()) {
                assertThat(happened.getOrDefault(one, 0L))
                        .as("%s", one)
                        .isGreaterThanOrEqualTo(many / RARE);
            }
        }
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
