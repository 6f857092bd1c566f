package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.store.absence.JdbiAbsences;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Who is away by word of a channel is known after a restart, and the last word holds. */
class AbsencesTest {
    @Test
    void the_last_word_about_somebody_holds() throws Exception {
        var now = TestDatabases.CLOCK.instant();
        for (var database : new Database[] {TestDatabases.h2(), TestDatabases.postgres()}) {
            try (database) {
                var absences = new JdbiAbsences(database);
                assertThat(absences.until("dana")).isEmpty();
                absences.away("dana", "email", now.plus(Duration.ofDays(1)), now);
                absences.away("dana", "email", now.plus(Duration.ofDays(2)), now);
                assertThat(new JdbiAbsences(database).until("dana"))
                        .contains(now.plus(Duration.ofDays(2)));
                assertThat(absences.until("li")).isEmpty();
            }
        }
    }
}
