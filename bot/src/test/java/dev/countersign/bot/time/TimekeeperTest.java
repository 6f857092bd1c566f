package dev.countersign.bot.time;

import static dev.countersign.agent.run.StoreSamples.LEASE;
import static dev.countersign.agent.run.StoreSamples.NOON;
import static dev.countersign.agent.run.StoreSamples.acting;
import static dev.countersign.agent.run.StoreSamples.call;
import static dev.countersign.agent.run.StoreSamples.due;
import static dev.countersign.agent.run.StoreSamples.fresh;
import static dev.countersign.agent.run.StoreSamples.idle;
import static dev.countersign.agent.run.StoreSamples.question;
import static dev.countersign.agent.run.StoreSamples.settling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.MapStore;
import dev.countersign.agent.run.RunStore.StoreUnavailable;
import dev.countersign.channels.QuestionKey;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** What a server does whose clock is not that of the database. */
class TimekeeperTest {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final Timekeeper time = new Timekeeper(ahead::get, Duration.ofSeconds(30));

    @AfterEach
    void stop() {
        time.close();
    }

    private void isAhead(int seconds) {
        ahead.set(Duration.ofSeconds(seconds));
        time.look();
    }

    @Test
    void a_little_is_usual_more_is_a_warning_and_keeps_nothing_from_working() {
        isAhead(5);
        assertThat(time.warnings()).isEmpty();
        isAhead(-6);
        assertThat(time.warnings())
                .containsExactly("The clock of this server is 6 s behind the database's. At more"
                        + " than a lease of 30 s this server would stand aside. Let NTP set the"
                        + " clock of this machine, or that of the database's if that one is"
                        + " wrong. What is recorded holds; it is compared again every 10 s.");
        assertThat(time.causes()).isEmpty();
        assertThat(time.standsAside()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {31, -31})
    void off_by_more_than_a_lease_it_takes_over_nothing_and_lets_nothing_expire(int seconds) {
        var store = new MapStore(() -> NOON);
        var asked =
                acting(fresh("r_1"), call("c_1", 0, new CallState.Gated(new QuestionKey("q_1"))));
        store.commit(
                idle(fresh("r_1"), settling(asked.asking(List.of(question("q_1", "c_1", NOON))))));
        store.commit(due(fresh("r_2"), NOON));
        var runs = new RunsInTime(store, time);
        isAhead(seconds);
        assertThat(runs.claim(LEASE, NOON, 5)).isEmpty();
        assertThat(runs.due(NOON, 5)).isEmpty();
        assertThat(runs.nextDue()).isEmpty();
        assertThat(runs.load("r_2")).isPresent();
        assertThat(time.warnings()).isEmpty();
        assertThat(time.causes())
                .singleElement()
                .asString()
                .contains(
                        "31 s " + (seconds < 0 ? "behind" : "ahead of"),
                        "takes over no run and lets no question expire; other servers do",
                        "Let NTP set the clock");
        isAhead(0);
        assertThat(time.causes()).isEmpty();
        assertThat(runs.due(NOON, 5)).containsExactly(new QuestionKey("q_1"));
        assertThat(runs.claim(LEASE, NOON, 5)).hasSize(1);
    }

    @Test
    void while_the_database_is_away_what_was_found_last_holds() {
        isAhead(31);
        try (var cut = new Timekeeper(
                () -> {
                    if (ahead.get().isZero()) {
                        throw new StoreUnavailable("away", null);
                    }
                    return ahead.get();
                },
                Duration.ofSeconds(30))) {
            cut.look();
            ahead.set(Duration.ZERO);
            cut.look();
            assertThat(cut.standsAside()).isTrue();
        }
    }
}
