package dev.countersign.agent.gate.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.gate.reply.Meaning.Chosen;
import dev.countersign.agent.gate.reply.Meaning.Unclear;
import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Deciders;
import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.Card.Prompt;
import dev.countersign.channels.Card.Work;
import dev.countersign.channels.Choice;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Optional;

/** What a reply chooses depends on what kind of answer the question takes. */
class MeaningTest {
    private static Card card(Kind kind, String... prompts) {
        return new Card(
                kind,
                "Title",
                Level.NORMAL,
                List.of(),
                Work.NONE,
                "",
                List.of(),
                new Deciders(List.of(), List.of(), true, 1, 0),
                List.of(prompts).stream()
                        .map(asked -> new Prompt(asked, List.of(), false))
                        .toList(),
                List.of());
    }

    @Test
    void an_approval_is_read_by_the_words_that_decide() {
        var card = card(Kind.APPROVE);
        assertThat(Meaning.of(card, "approve"))
                .isEqualTo(new Chosen(new Choice.Approve(Optional.empty())));
        assertThat(Meaning.of(card, "reject: too late"))
                .isEqualTo(new Chosen(new Choice.Reject(Optional.of("too late"))));
        assertThat(Meaning.of(card, "sounds good")).isInstanceOf(Unclear.class);
    }

    @Test
    void one_question_is_answered_by_the_whole_text_and_nothing_else() {
        assertThat(Meaning.of(card(Kind.ASK, "Which?"), " approve\nthe shop "))
                .isEqualTo(new Chosen(new Choice.Answer(List.of(List.of("approve\nthe shop")))));
        assertThat(Meaning.of(card(Kind.ASK, "Which?"), " \n")).isInstanceOf(Unclear.class);
        assertThat(Meaning.of(card(Kind.ASK, "Which?", "When?"), "now"))
                .isInstanceOf(Unclear.class);
    }

    @Test
    void an_answer_may_be_long_but_not_endless() {
        var longest = "x".repeat(Meaning.LONGEST_ANSWER);
        assertThat(Meaning.of(card(Kind.ASK, "Which?"), longest)).isInstanceOf(Chosen.class);
        assertThat(Meaning.of(card(Kind.ASK, "Which?"), longest + "x")).isInstanceOf(Unclear.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"FORM", "EXTERNAL"})
    void neither_a_form_nor_an_outcome_is_taken_from_a_reply(Kind kind) {
        assertThat(Meaning.of(card(kind), "approve")).isInstanceOf(Unclear.class);
    }
}
