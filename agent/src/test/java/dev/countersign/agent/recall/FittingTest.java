package dev.countersign.agent.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.agent.model.Folding;
import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.ModelFailure.Kind;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.run.Message;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** A conversation that does not fit loses its oldest results first, and says so. */
class FittingTest {
    private final Fitting fitting = new Fitting();
    private final List<List<Message>> asked = new ArrayList<>();

    @Test
    void the_oldest_results_are_left_out_visibly_and_the_newest_stay() throws ModelFailure {
        var turn = fitting.ask("small", talk(4), taking(2500));

        var seen = asked.getLast();
        assertThat(result(seen, 0)).startsWith("(This result of list, 1000 characters, is left");
        assertThat(result(seen, 3)).hasSize(1000);
        assertThat(seen).hasSameSizeAs(talk(4));
        assertThat(turn.notes().getFirst()).contains("old tool results were left out");
    }

    @Test
    void what_was_too_much_once_is_not_sent_again() throws ModelFailure {
        fitting.ask("small", talk(4), taking(2500));
        asked.clear();
        fitting.ask("small", talk(4), taking(2500));
        assertThat(asked).hasSize(1);

        asked.clear();
        fitting.ask("large", talk(4), taking(100_000));
        assertThat(asked).containsExactly(talk(4));
    }

    @Test
    void what_the_model_has_just_asked_for_is_not_taken_from_it() {
        var failure = catchThrowableOfType(
                ModelFailure.class, () -> fitting.ask("small", talk(1), taking(10)));

        assertThat(failure.kind()).isEqualTo(Kind.TOO_LONG);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining("There is nothing left to leave out");
    }

    private Fitting.Asking taking(long most) {
        return messages -> {
            asked.add(messages);
            if (Folding.size(messages) > most) {
                throw new ModelFailure("too long", Kind.TOO_LONG);
            }
            return new Turn(new Message.Assistant("fine", List.of(), ""), 1, 1);
        };
    }

    private static String result(List<Message> messages, int index) {
        return messages.stream()
                .filter(Message.Result.class::isInstance)
                .map(Message.Result.class::cast)
                .toList()
                .get(index)
                .text();
    }

    private static List<Message> talk(int turns) {
        var talk = new ArrayList<Message>();
        for (int i = 0; i < turns; i++) {
            talk.add(new Message.User("again", "ana"));
            talk.add(new Message.Assistant(
                    "", List.of(new Message.Proposal("id" + i, "list", "{}")), ""));
            talk.add(new Message.Result("c" + i, "id" + i, "list", "x".repeat(1000), false));
        }
        return talk;
    }
}
