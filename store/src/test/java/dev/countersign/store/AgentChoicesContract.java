package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.Conversation;
import dev.countersign.store.choice.JdbiAgentChoices;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the agents that people chose must do on every database. */
@Timeout(60)
abstract class AgentChoicesContract {
    private static final Conversation PLACE = new Conversation("slack", "C1/17.1");
    private static final Conversation OTHER = new Conversation("slack", "C1/17.2");

    private Database database;
    private JdbiAgentChoices choices;

    abstract Database open() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        database = open();
        choices = new JdbiAgentChoices(database);
    }

    @AfterEach
    void end() {
        database.close();
    }

    @Test
    void the_latest_choice_of_a_place_holds_for_this_place_until_it_is_old() {
        var now = TestDatabases.CLOCK.instant();
        choices.choose(PLACE, "one", now);
        choices.choose(PLACE, "two", now.plusSeconds(1));
        assertThat(choices.chosen(PLACE)).contains("two");
        assertThat(choices.chosen(OTHER)).isEmpty();

        choices.choose(OTHER, "three", now.plus(Duration.ofDays(100)));
        assertThat(choices.chosen(PLACE)).isEmpty();
        assertThat(choices.chosen(OTHER)).contains("three");
    }

    @Test
    void all_who_choose_at_once_succeed_and_one_of_them_holds() {
        var now = TestDatabases.CLOCK.instant();
        var done = new ArrayList<Future<?>>();
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                var agent = "agent-" + i;
                done.add(people.submit(() -> choices.choose(PLACE, agent, now)));
            }
        }
        assertThat(done).allSatisfy(one -> assertThat(one).succeedsWithin(Duration.ZERO));
        assertThat(choices.chosen(PLACE))
                .hasValueSatisfying(a -> assertThat(a).startsWith("agent"));
    }
}
