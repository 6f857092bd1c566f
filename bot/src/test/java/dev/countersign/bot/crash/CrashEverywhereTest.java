package dev.countersign.bot.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.engine.Checkpoint.Point;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The process is killed at every named point while the stories of the tutorial are told; started
 * again, each ends as it should, what was gated has run once, and what was recorded is recorded.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CrashEverywhereTest {
    /** No story here has a slow tool or a channel that fails: the engine's own tests die there. */
    private static final EnumSet<Point> ELSEWHERE =
            EnumSet.of(Point.AFTER_RENEW, Point.BEFORE_RETRY, Point.AFTER_RETRY);

    private static final int STRIDE = 7;
    /** So many folders, each with lives of its own, at once. */
    private static final int AT_ONCE = 2;

    @TempDir
    Path folder;

    @Test
    void every_story_ends_the_same_when_the_process_dies_at_any_named_point() throws Exception {
        var points = EnumSet.complementOf(ELSEWHERE).toArray(Point[]::new);
        var crashes = new ArrayList<String>();
        // In strides, so that one call is not hit more often than it is tried again.
        for (int i = 0; i < points.length; i++) {
            crashes.add(points[i * STRIDE % points.length].name());
        }
        assertThat(crashes).doesNotHaveDuplicates();
        var cut = (crashes.size() + AT_ONCE - 1) / AT_ONCE;
        var shares = List.of(crashes.subList(0, cut), crashes.subList(cut, crashes.size()));
        var lives = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < AT_ONCE; i++) {
            var share = shares.get(i);
            var own = folder.resolve("lives-" + i);
            lives.add(() -> {
                try (var life = new Lives(own, share)) {
                    life.dieAtEachPoint();
                    return true;
                }
            });
        }
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Boolean> one : threads.invokeAll(lives)) {
                one.get();
            }
        }
    }

    /** Long rounds: {@code -Dcountersign.rounds=N}, and {@code -Dcountersign.seed=S} to repeat. */
    @Test
    void every_story_ends_the_same_when_the_process_dies_at_any_moment() throws Exception {
        int rounds = Integer.getInteger("countersign.rounds", 1);
        long seed = Long.getLong("countersign.seed", System.nanoTime());
        System.out.printf("random kills: rounds %d, seed %d%n", rounds, seed);
        try (var life = new Lives(folder, List.of())) {
            life.dieAtAnyMoment(rounds, new Random(seed));
        }
    }
}
