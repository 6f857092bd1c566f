package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Prints how many round trips a second a database keeps; {@code -Dspeed=print} asks for it. */
@EnabledIfSystemProperty(named = "speed", matches = "print")
class SpeedTest {
    private static final int TRIPS = 1_500;
    private static final OperatingSystemMXBean MACHINE =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    @Test
    void round_trips_on_a_file(@TempDir Path folder) throws Exception {
        var url = "jdbc:h2:file:" + folder.resolve("runs");
        try (var database = Database.open(url, "sa", "", TestDatabases.CLOCK)) {
            measure("H2 file", database);
            System.out.printf("file %d kB%n", Files.size(folder.resolve("runs.mv.db")) / 1024);
        }
    }

    @Test
    void round_trips_on_a_server() throws Exception {
        try (var database = TestDatabases.postgres()) {
            measure("PostgreSQL", database);
        }
    }

    private static void measure(String name, Database database) throws Exception {
        var trip = new RoundTrip(new JdbiRunStore(database, TestDatabases.CLOCK));
        for (int i = 0; i < 300; i++) {
            trip.whole("warm-" + i);
        }
        for (int threads : new int[] {1, 8}) {
            var start = System.nanoTime();
            var busy = MACHINE.getProcessCpuTime();
            try (var pool = Executors.newFixedThreadPool(threads)) {
                var trips = IntStream.range(0, TRIPS)
                        .<Callable<Object>>mapToObj(i -> () -> trip.whole("r_" + threads + "_" + i))
                        .toList();
                for (var future : pool.invokeAll(trips)) {
                    assertThat(future.get()).isNotNull();
                }
            }
            var seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "%s, %d threads: %.0f round trips/s, %.2f ms of processor each%n",
                    name,
                    threads,
                    TRIPS / seconds,
                    (MACHINE.getProcessCpuTime() - busy) / 1e6 / TRIPS);
        }
    }
}
