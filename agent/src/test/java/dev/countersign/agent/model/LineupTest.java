package dev.countersign.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.agent.model.Lineup.Price;
import dev.countersign.agent.model.Lineup.Seat;
import dev.countersign.agent.model.ModelFailure.Kind;
import dev.countersign.agent.run.Message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Who thinks where a model fails, and what the turn says of it. */
class LineupTest {
    private static final Prompt PROMPT = new Prompt("", List.of(), List.of(), words -> {});
    private static final Set<Kind> USUAL = Set.of(Kind.BUSY, Kind.DOWN, Kind.KEY, Kind.MISSING);

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"BUSY", "DOWN", "KEY", "MISSING"})
    void a_failure_that_another_may_do_without_falls_through_and_is_noted(Kind kind)
            throws ModelFailure {
        var turn = lineup(failing("gpt is out. It is asked again.", kind), answering())
                .think(PROMPT);

        assertThat(turn.message().text()).isEqualTo("Hello.");
        assertThat(turn.bill().model()).isEqualTo("claude");
        assertThat(turn.notes()).containsExactly("claude was asked in place of gpt: gpt is out.");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"REQUEST", "TOO_LONG"})
    void a_failure_of_the_request_itself_is_told_at_once(Kind kind) {
        var failure = failure(lineup(failing("no", kind), answering()));

        assertThat(failure.kind()).isEqualTo(kind);
    }

    @Test
    void where_all_fail_the_one_that_may_recover_decides() {
        var failure = failure(lineup(failing("slow down", Kind.BUSY), failing("no key", Kind.KEY)));

        assertThat(failure).hasMessage("slow down");
        assertThat(failure.retryable()).isTrue();
        assertThat(failure(lineup(failing("no key", Kind.KEY), failing("down", Kind.DOWN))))
                .hasMessage("down");
    }

    @Test
    void a_turn_costs_what_the_model_that_took_it_costs() throws ModelFailure {
        var turn = lineup(failing("busy", Kind.BUSY), answering()).think(PROMPT);

        assertThat(turn.bill().micros()).isEqualTo(3 * 1000 + 15 * 200);
    }

    private static ModelFailure failure(Lineup lineup) {
        return catchThrowableOfType(ModelFailure.class, () -> lineup.think(PROMPT));
    }

    private static Lineup lineup(Model first, Model second) {
        var price = new Price(new BigDecimal("3"), new BigDecimal("15.00"));
        return new Lineup(
                List.of(
                        new Seat("gpt", first, Price.FREE, Duration.ofSeconds(1)),
                        new Seat("claude", second, price, Duration.ofSeconds(1))),
                USUAL,
                2);
    }

    private static Model failing(String words, Kind kind) {
        return prompt -> {
            throw new ModelFailure(words, kind);
        };
    }

    private static Model answering() {
        return prompt -> new Turn(new Message.Assistant("Hello.", List.of(), ""), 1000, 200);
    }
}
