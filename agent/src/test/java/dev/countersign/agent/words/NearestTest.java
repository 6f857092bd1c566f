package dev.countersign.agent.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class NearestTest {
    private static final List<String> WORDS = List.of("approve", "reject", "ask", "Deployment");

    @Test
    void a_letter_changed_missing_too_many_or_swapped_is_forgiven() {
        for (String wrong : List.of("approbe", "aprove", "appprove", "aprpove", "APPROVE")) {
            assertThat(Nearest.to(wrong, WORDS)).as(wrong).contains("approve");
        }
    }

    @Test
    void a_word_that_is_near_nothing_gets_no_hint() {
        assertThat(Nearest.hint("zebra", WORDS)).isEmpty();
        assertThat(Nearest.hint("x".repeat(100_000), WORDS)).isEmpty();
    }

    @Test
    void a_short_word_is_not_stretched_into_another() {
        assertThat(Nearest.to("as", WORDS)).contains("ask");
        assertThat(Nearest.to("as", List.of("list", "stop"))).isEmpty();
    }

    @Test
    void a_hint_shows_the_name_as_it_is_used() {
        assertThat(Nearest.hint("--", "porrt", List.of("port", "config")))
                .isEqualTo(" Did you mean --port?");
    }

    @Test
    void of_several_the_nearest_comes_first_and_equals_by_name() {
        assertThat(Nearest.all("cat", List.of("cut", "cart", "cats", "dog")))
                .containsExactly("cart", "cats", "cut");
    }
}
