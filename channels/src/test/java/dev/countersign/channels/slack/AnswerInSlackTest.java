package dev.countersign.channels.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.Card.Prompt;
import dev.countersign.channels.Card.Work;
import dev.countersign.channels.ChannelFailure;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Inbound.Chose;
import dev.countersign.channels.Outbound.Occasion;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.slack.fake.Eventually;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Questions of an agent are answered by buttons and dialogs, by number and not by label. */
class AnswerInSlackTest {
    @RegisterExtension
    final SlackHouse house = house();

    private static SlackHouse house() {
        var house = new SlackHouse();
        house.slack.with("li");
        return house;
    }

    @Test
    void few_choices_are_buttons_and_the_answer_is_the_agents_own_text() throws Exception {
        var longOne = "the second, which is far too long for a button ".repeat(3);
        asks(new Prompt("Which one?", List.of("first", longOne), false));
        house.slack
                .last()
                .reads("1. first", "2. the second")
                .doesNotRead("risk")
                .offers("1", "2", "Other…");
        house.slack.as("li").clicks("2");

        assertThat(answer()).containsExactly(List.of(longOne));
    }

    @Test
    void many_choices_are_a_modal_and_go_back_by_number() throws Exception {
        var choices = IntStream.range(0, 250).mapToObj(i -> "pod-" + i).toList();
        asks(new Prompt("Which pod?", choices, false));
        house.slack.as("li").clicks("Answer…");
        house.slack.as("li").submits(Map.of("Which pod?", "pod-249"));

        assertThat(answer()).containsExactly(List.of("pod-249"));
    }

    @Test
    void several_answers_are_check_boxes() throws Exception {
        asks(new Prompt("Which ones?", List.of("a", "b", "c"), true));
        house.slack.as("li").clicks("Answer…");
        house.slack.as("li").submits(Map.of("Which ones?", "a + c"));

        assertThat(answer()).containsExactly(List.of("a", "c"));
    }

    @Test
    void many_long_questions_at_once_still_make_a_message() throws Exception {
        var choices = IntStream.range(0, 5).mapToObj(i -> i + "c".repeat(400)).toList();
        var prompt = new Prompt("q".repeat(2000), choices, false);
        asks(Collections.nCopies(8, prompt).toArray(Prompt[]::new));
        house.slack.last().offers("Answer…").reads("and 3 more questions");
    }

    @Test
    void the_home_tab_is_turned_over_where_much_waits() {
        var li = house.slack.as("li");
        IntStream.range(0, 45)
                .mapToObj(i -> PaperCore.open(
                        "q_" + i, 1, PaperCore.card(PaperCore.work("{}"), "Scale shop-" + i + ".")))
                .forEach(house.core::holds);
        var first = li.opensHome().reads("shop-0.", "shop-19.", "1 to 20 of 45");
        first.doesNotRead("shop-20.").offers("Later ones").doesNotOffer("Earlier ones");
        li.clicks("Later ones", first);
        Eventually.until("the second page", () -> li.home().words().contains("shop-20."));
        li.clicks("Later ones", li.home().doesNotRead("shop-19."));
        Eventually.until("the last page", () -> li.home().words().contains("shop-44."));
        li.home().reads("41 to 45 of 45").offers("Earlier ones").doesNotOffer("Later ones");
    }

    @Test
    void a_reminder_leads_to_the_answer_and_not_to_a_page_without_one() throws Exception {
        asks(new Prompt("Which name?", List.of(), false));
        var shown = house.core.find(new QuestionKey("q_ask")).orElseThrow();
        house.send(house.ask("q_ask", 1, shown.card(), Occasion.REMINDER));
        house.slack.as("li").clicks("Answer…", house.slack.last().reads("*Still waiting:* A"));
        house.slack.as("li").submits(Map.of("Which name?", "orders"));

        assertThat(answer()).containsExactly(List.of("orders"));
    }

    @Test
    void an_outcome_is_reported_from_the_home_tab_too() throws Exception {
        var li = house.slack.as("li");
        house.core.holds(PaperCore.open("q_1", 1, external()));
        li.clicks("Review…", li.opensHome());
        li.modal().offers("It ran…", "It failed…", "Run again", "Give up");
        li.clicks("Give up", li.modal());

        Eventually.until("the outcome", () -> li.modal().words().contains("Recorded."));
        assertThat(((Chose) house.core.kept().getLast()).choice())
                .isEqualTo(new Choice.Report(Choice.Result.GIVE_UP, ""));
    }

    @Test
    void what_is_too_large_for_a_dialog_is_said_and_changes_nothing() throws Exception {
        var prompt = new Prompt(
                "ж".repeat(2900),
                IntStream.range(0, 100).mapToObj(i -> i + "ж".repeat(100)).toList(),
                false);
        asks(Collections.nCopies(20, prompt).toArray(Prompt[]::new));
        house.slack.as("li").clicks("Answer…");

        house.slack.as("li").hears("too large for a dialog in Slack");
        assertThat(house.core.kept()).isEmpty();
    }

    private void asks(Prompt... prompts) throws ChannelFailure {
        var card = PaperCore.card(Work.NONE);
        house.asks(
                "q_ask",
                1,
                new Card(
                        Kind.ASK,
                        "A question",
                        card.level(),
                        List.of(),
                        Work.NONE,
                        "",
                        List.of(),
                        card.deciders(),
                        List.of(prompts),
                        List.of()));
    }

    private List<List<String>> answer() {
        var chose = (Chose) house.core.kept().getLast();
        return ((Choice.Answer) chose.choice()).answers();
    }

    private static Card external(Choice.Result... results) {
        var card = PaperCore.card(PaperCore.work("{}"));
        return new Card(
                Card.Kind.EXTERNAL,
                "Run it elsewhere",
                card.level(),
                card.facts(),
                card.work(),
                "",
                List.of(),
                card.deciders(),
                List.of(),
                results.length == 0 ? List.of() : List.of(Card.outcomes(results)));
    }

    @Test
    void what_somebody_else_runs_is_not_offered_to_be_run_again() throws Exception {
        house.asks(
                "q_1", 1, external(Choice.Result.RAN, Choice.Result.FAILED, Choice.Result.GIVE_UP));

        house.slack.last().reads("The call").doesNotRead("Would run");
        house.slack.last().offers("It ran…", "It failed…", "Give up").doesNotOffer("Run again");
    }
}
