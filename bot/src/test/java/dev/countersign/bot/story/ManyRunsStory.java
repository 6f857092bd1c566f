package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;

/**
 * Sixty-four runs think at once: the model answers nobody before all have asked. With
 * {@code -Dcountersign.many=true} it takes two seconds instead, and what the runs cost is printed
 * and held.
 */
class ManyRunsStory {
    private static final boolean LONG = Boolean.getBoolean("countersign.many");
    private static final Duration THINKING = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final int ROUNDS = LONG ? 8 : 1;
    private static final int RUNS = 64;
    private static final int CORES = 2;
    /** Of what two cores could do in the time that the model thinks for one run. */
    private static final double MOST = 0.4;

    private static final SlowModel model =
            LONG ? SlowModel.thinking(THINKING) : SlowModel.together(RUNS, LIMIT);

    @RegisterExtension
    static final House house = House.with("ana").manifest(model.manifest());

    private final ApiCaller ana = house.api("ana");
    private final OperatingSystemMXBean machine =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @AfterAll
    static void stop() {
        model.close();
    }

    @Test
    void sixty_four_runs_wait_for_their_model_at_once_and_cost_little() {
        double share = 1;
        for (int i = 0; i < ROUNDS; i++) {
            share = Math.min(share, round());
        }

        if (LONG) {
            assertThat(share).isLessThan(MOST);
        } else {
            assertThat(model.most()).isEqualTo(RUNS);
        }
    }

    private double round() {
        long cpu = machine.getProcessCpuTime();
        long start = System.nanoTime();
        var runs = new ArrayList<String>();
        for (int i = 0; i < RUNS; i++) {
            runs.add(ana.asks("slow", "list the pods"));
        }
        runs.forEach(run -> await().atMost(LIMIT.multipliedBy(2))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> ana.run(run).path("answer").asText().equals("There are pods.")));
        var took = Duration.ofNanos(System.nanoTime() - start);
        cpu = machine.getProcessCpuTime() - cpu;
        double share = cpu / (double) THINKING.multipliedBy(2).toNanos() / CORES;
        System.gc();
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.printf(
                "%d runs: %d ms, %d ms of processor (%.0f %% of two cores while the model thinks),"
                        + " %d MB heap, %d threads, most at once %d%n",
                RUNS,
                took.toMillis(),
                cpu / 1_000_000,
                share * 100,
                heap / 1024 / 1024,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                model.most());
        return share;
    }
}
