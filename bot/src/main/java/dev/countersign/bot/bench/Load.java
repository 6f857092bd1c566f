package dev.countersign.bot.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Does the same thing again and again, so many at once, for so long. */
final class Load {
    private Load() {}

    /** One piece of work; gives back the nanoseconds that count. */
    @FunctionalInterface
    interface Work {
        long once() throws Exception;
    }

    /** How many there were, in how many seconds, and how long each took, from short to long. */
    record Outcome(long[] nanos, double seconds) {
        double rate() {
            return nanos.length / seconds;
        }

        double millis(double share) {
            var at = (int) Math.min(nanos.length - 1, Math.floor(nanos.length * share));
            return nanos.length == 0 ? 0 : nanos[at] / 1e6;
        }
    }

    static Outcome put(int concurrency, Duration time, Work work) throws InterruptedException {
        var start = System.nanoTime();
        var end = start + time.toNanos();
        try (var threads = Executors.newFixedThreadPool(concurrency)) {
            var all = new ArrayList<Callable<List<Long>>>();
            for (int i = 0; i < concurrency; i++) {
                all.add(() -> until(end, work));
            }
            var nanos = new ArrayList<Long>();
            for (var one : threads.invokeAll(all)) {
                nanos.addAll(one.get());
            }
            var sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
            return new Outcome(Arrays.copyOf(sorted, sorted.length), seconds(start));
        } catch (ExecutionException failed) {
            throw new IllegalStateException(
                    "the benchmark failed: " + failed.getCause(), failed.getCause());
        }
    }

    private static List<Long> until(long end, Work work) throws Exception {
        var nanos = new ArrayList<Long>();
        do {
            nanos.add(work.once());
        } while (System.nanoTime() < end);
        return nanos;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
