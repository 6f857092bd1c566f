package dev.countersign.channels.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Change;
import dev.countersign.channels.Card.Deciders;
import dev.countersign.channels.Card.Work;
import dev.countersign.channels.ChannelFailure;
import dev.countersign.channels.Inbound.Chose;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Occasion;
import dev.countersign.channels.Outbound.Tell;
import dev.countersign.channels.Outbound.Tone;
import dev.countersign.channels.slack.fake.Eventually;
import dev.countersign.channels.slack.fake.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What people see in Slack, and that it comes once whatever Slack does. */
class AskInSlackTest {
    @RegisterExtension
    final SlackHouse house = house();

    private static SlackHouse house() {
        var house = new SlackHouse();
        house.slack.with("ana", "li");
        return house;
    }

    @Test
    void an_approval_shows_facts_work_and_the_agents_words_as_a_quotation() throws Exception {
        var work = new Work(
                "k8s_scale",
                "{\"replicas\":8}",
                "9c1e0d22aa",
                List.of(new Change("spec.replicas", Optional.of("3"), Optional.of("8"))),
                "-3\n+8");
        house.asks("q_1", 1, PaperCore.card(work));

        house.slack
                .last()
                .reads("Approve? Scale checkout", "prod-eu", "{\"replicas\":8}", "3 → 8")
                .reads("not verified", "p99 latency", "Needs 1 of group oncall, li")
                .reads("Waiting for", "@U0LI", "@U0SAM")
                .offers("Approve", "Reject…", "Edit…", "Details");
    }

    /** The Home tab lists twenty; what is left out has its own message, and is on a later page. */
    @Test
    void omitted_rows_still_decidable() throws Exception {
        for (int i = 1; i <= 20; i++) {
            house.core.holds(PaperCore.open("q_" + i, 1, titled("Scale shop " + i)));
        }
        house.asks("q_21", 1, titled("Scale the last one"));
        var li = house.slack.as("li");
        var home = li.opensHome().reads("Scale shop 20", "1 to 20 of 21");
        home.doesNotRead("Scale the last one");

        li.clicks("Approve");
        var chose = (Chose) house.core.kept().getLast();
        assertThat(chose.key().value()).isEqualTo("q_21");

        li.clicks("Later ones", home);
        Eventually.until("the later page", () -> li.home().words().contains("Scale the last one"));
        li.home().offers("Review…");
    }

    private static Card titled(String title) {
        return PaperCore.card(PaperCore.work("{}"), title);
    }

    @Test
    void a_decided_message_loses_its_buttons_and_says_who_and_what_then() throws Exception {
        var ask = house.asks("q_1", 1, PaperCore.card(PaperCore.work("{}")));
        house.settles(ask, Ending.APPROVED);

        house.slack
                .last()
                .reads("✅ Approved by li", "Done in 1.8 s", "prod-eu", "after the freeze")
                .doesNotOffer("Approve")
                .doesNotOffer("Reject…");
        assertThat(house.slack.messages()).hasSize(1);
    }

    @Test
    void a_question_that_ends_before_we_know_that_slack_shows_it_keeps_no_button()
            throws Exception {
        var card = PaperCore.card(PaperCore.work("{}"));
        house.core.holds(PaperCore.open("q_1", 1, card));
        var ask = house.ask("q_1", 1, card, Occasion.FIRST);
        house.slack.next("chat.postMessage", new Fault.Status(500, true));
        assertThatThrownBy(() -> house.send(ask, "a", 1)).isInstanceOf(ChannelFailure.class);
        house.settles(ask, Ending.APPROVED);

        assertThat(house.slack.messages()).hasSize(1);
        house.slack.last().reads("✅ Approved by li").doesNotOffer("Approve");
    }

    @Test
    void a_message_that_cannot_be_edited_is_answered_in_its_thread() throws Exception {
        var ask = house.asks("q_1", 1, PaperCore.card(PaperCore.work("{}")));
        var first = house.slack.last();
        house.slack.refusingEdits();
        house.settles(ask, Ending.REJECTED);

        assertThat(house.slack.messages()).hasSize(2);
        assertThat(house.slack.last().thread()).contains(first.ts());
        house.slack.last().reads("⛔ Rejected by li", "The question");
    }

    @Test
    void another_count_of_votes_edits_the_same_message() throws Exception {
        var card = PaperCore.card(PaperCore.work("{}"));
        house.asks("q_1", 1, card);
        house.send(house.ask(
                "q_1",
                1,
                card.decidedBy(new Deciders(List.of("li"), List.of(), false, 1, 1)),
                Occasion.VOTE_COUNTED));

        assertThat(house.slack.messages()).hasSize(1);
        house.slack.last().reads("1 of 1 so far");
    }

    @Test
    void a_reminder_notifies_again_and_goes_away_with_the_decision() throws Exception {
        var card = PaperCore.card(PaperCore.work("{}"));
        var ask = house.asks("q_1", 1, card);
        house.send(house.ask("q_1", 1, card, Occasion.REMINDER));
        house.slack.last().reads("Still waiting").offers("Review…");
        house.settles(ask, Ending.EXPIRED);

        assertThat(house.slack.messages()).hasSize(1);
        house.slack.last().reads("⌛ Expired");
    }

    @Test
    void card_cut_by_limit() throws Exception {
        house.asks(
                "q_1", 1, PaperCore.card(PaperCore.work("{\"a\":\"" + "x".repeat(9000) + "\"}")));
        house.slack.last().offers("Review…").doesNotOffer("Approve").reads("Not everything fits");

        house.slack.as("li").clicks("Review…");
        house.slack.as("li").modal().offers("Approve").reads("x".repeat(2000), "continued");
    }

    @Test
    void what_fits_into_no_modal_is_a_file_beside_the_question() throws Exception {
        house.asks(
                "q_1", 1, PaperCore.card(new Work("t", "{}", "d", List.of(), "y".repeat(400_000))));

        assertThat(house.slack.files()).singleElement().asString().contains("y".repeat(400_000));
        house.slack.last().offers("Approve").reads("The file above has all of it");
    }

    @Test
    void where_slack_takes_no_file_nothing_too_large_can_be_approved() throws Exception {
        house.slack.next("files.getUploadURLExternal", new Fault.Refusal("file_uploads_disabled"));
        house.asks(
                "q_1", 1, PaperCore.card(new Work("t", "{}", "d", List.of(), "y".repeat(400_000))));

        house.slack.last().doesNotOffer("Approve").offers("Reject…").reads("too large");
    }

    @Test
    void hostile_words_ping_nobody_and_break_nothing() throws Exception {
        var hostile =
                "<!channel> <@U123> \u202e\u3164*Approved by li* ```` & ``` <https://evil.test|ok> "
                        + "😀".repeat(3000);
        var card = PaperCore.card(new Work("t", hostile, "d", List.of(), hostile));
        var evil = new Card(
                card.kind(),
                hostile,
                card.level(),
                List.of(new Card.Fact(hostile, hostile)),
                card.work(),
                hostile,
                List.of(hostile),
                card.deciders(),
                List.of(),
                List.of());
        var ask = house.asks("q_1", 1, evil);
        house.send(new Tell(SlackHouse.OPS, "r_1", Tone.ANSWER, hostile));
        house.settles(ask, Ending.APPROVED);
        house.slack.as("li").clicks("Details");

        assertThat(house.slack.as("li").modal().words()).contains("[U+202E]", "[U+3164]");
    }

    @Test
    void any_length_of_arguments_makes_a_message_that_slack_takes() throws Exception {
        for (int length : List.of(0, 1, 149, 1799, 1801, 2999, 3001, 12_000, 60_000)) {
            var card = PaperCore.card(PaperCore.work("é😀".repeat(length)));
            house.asks("q_" + length, 1, card);
        }
        assertThat(house.slack.calls("chat.postMessage")).isEqualTo(9);
    }

    @Test
    void much_of_everything_still_makes_a_message_that_slack_takes() throws Exception {
        var many = IntStream.range(0, 90).mapToObj(i -> i + "x".repeat(300)).toList();
        var work = new Work(
                many.get(0),
                "a".repeat(9000),
                "d".repeat(64),
                many.stream()
                        .map(m -> new Change(m, Optional.of(m), Optional.of(m)))
                        .toList(),
                "d".repeat(9000));
        var card = new Card(
                Card.Kind.APPROVE,
                "t".repeat(900),
                Card.Level.NORMAL,
                many.stream().map(m -> new Card.Fact(m, m)).toList(),
                work,
                "q".repeat(9000),
                many,
                new Deciders(many, many, false, 3, 1, many, many),
                List.of(),
                List.of());
        house.asks("q_1", 1, card);
        house.slack
                .last()
                .offers("Approve", "Reject…")
                .reads("168 more", "The file above has all of it");
        house.send(house.ask("q_1", 1, card, Occasion.REMINDER));
    }

    @Test
    void a_long_answer_is_a_file_and_its_beginning() throws Exception {
        house.send(new Tell(SlackHouse.OPS, "r_1", Tone.ANSWER, "long ".repeat(4000)));

        assertThat(house.slack.files()).containsExactly("long ".repeat(4000));
        house.slack.last().reads("The whole text is in the file above");
    }
}
