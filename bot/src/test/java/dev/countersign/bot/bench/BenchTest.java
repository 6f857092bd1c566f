package dev.countersign.bot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.store.Yardstick;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The benchmark measures what it says, here as briefly as it can. */
@Timeout(60)
class BenchTest {
    private static final int MOST_COMMITS = 5;
    private static final Duration SHORT = Duration.ofMillis(200);

    @Test
    void a_round_trip_costs_five_commits_and_fewer_beside_others() throws Exception {
        var lines = new ArrayList<Figures>();
        try (var yardstick =
                Yardstick.beside("jdbc:h2:file:./unused", "sa", "", Clock.systemUTC())) {
            new Bench(yardstick, new Bench.Plan(SHORT, SHORT, List.of(0, 50), List.of(1, 8, 64)))
                    .run(lines::add);
        }
        assertThat(lines).extracting(Figures::parked).containsExactly(0, 0, 0, 50, 50, 50);
        assertThat(lines).extracting(Figures::concurrency).containsExactly(1, 8, 64, 1, 8, 64);
        // Clockwork's own beat commits once in a while beside the round trips.
        assertThat(lines.getFirst().commits()).isBetween(MOST_COMMITS * 1.0, MOST_COMMITS * 1.5);
        // Steps that come together are kept together.
        assertThat(lines.getLast().commits()).isLessThan(MOST_COMMITS);
        assertThat(lines).allSatisfy(line -> assertThat(line.ratio()).isPositive());
    }
}
