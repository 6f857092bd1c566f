package dev.countersign.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.engine.InjectionTest;
import dev.countersign.agent.engine.InjectionTest.Injection;
import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Fact;
import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Outbound.Ask;
import dev.countersign.channels.Outbound.Occasion;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.email.letter.Access;
import dev.countersign.channels.email.letter.Letter;
import dev.countersign.channels.email.letter.Letters;
import dev.countersign.channels.email.letter.Moments;
import dev.countersign.channels.slack.block.Approving;
import dev.countersign.channels.slack.block.QuestionPages;
import dev.countersign.channels.slack.desk.Secret;
import dev.countersign.channels.slack.kit.ButtonSeal;
import dev.countersign.channels.web.page.CardView;
import dev.countersign.channels.web.page.Visit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a tool made an agent say changes nothing on a card but its quotation, on every channel: all
 * before it and all after it is to the letter what stands there when all is well.
 */
class InjectionsOnCardsTest {
    private static final String HONEST = "All is well.";
    private static final QuestionKey KEY = new QuestionKey("q_1");
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    static Stream<Injection> corpus() throws IOException {
        return InjectionTest.corpus();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void in_slack_it_is_one_text_in_a_quotation(Injection injection) throws Exception {
        var pages = new QuestionPages(
                new ButtonSeal(List.of(new Secret("s"))), new Approving(Optional.empty()));
        var honest = pages.ask(ask(HONEST), List.of(), QuestionPages.Rest.MODAL);
        var shown = pages.ask(ask(injection.text()), List.of(), QuestionPages.Rest.MODAL);

        assertThat(shown.text()).isEqualTo(honest.text());
        assertThat(quoted(honest.draft().blocks(), shown.draft().blocks()))
                .as("no end of the JSON text")
                .matches("(?s)([^\"\\\\]|\\\\.)*");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void in_a_mail_it_is_indented_and_without_markup(Injection injection) {
        var honest = letter(HONEST);
        var shown = letter(injection.text());

        assertThat(shown.subject()).isEqualTo(honest.subject());
        assertThat(quoted(honest.text(), shown.text()).lines().skip(1))
                .allMatch(line -> line.startsWith("  "));
        assertThat(quoted(honest.html(), shown.html()).replace("<br>", "")).doesNotContain("<");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void in_the_console_it_is_text_in_a_quotation(Injection injection) {
        var honest = page(HONEST).split("</?blockquote>", -1);
        var shown = page(injection.text()).split("</?blockquote>", -1);

        assertThat(shown).hasSize(3);
        assertThat(shown[0]).isEqualTo(honest[0]);
        assertThat(shown[2]).isEqualTo(honest[2]);
        assertThat(shown[1])
                .contains("<")
                .doesNotContain("<a", "<form", "<button", "<input", "<img", "<script", "<!--");
    }

    /** What stands where the honest words stood; everything else is the same. */
    private static String quoted(String honest, String shown) {
        int at = honest.indexOf(HONEST);
        assertThat(at).isPositive();
        var before = honest.substring(0, at);
        var after = honest.substring(at + HONEST.length());
        assertThat(shown).startsWith(before).endsWith(after);
        return shown.substring(before.length(), shown.length() - after.length());
    }

    private static Ask ask(String quote) {
        return new Ask(
                new Conversation("slack", "C0OPS"),
                KEY,
                1,
                card(quote),
                Optional.of(NOW.plusSeconds(3600)),
                Optional.of("dana"),
                Occasion.FIRST);
    }

    private static Letter letter(String quote) {
        var access =
                new Access(Optional.of("https://c.example/a/x"), Optional.empty(), "", Moments.UTC);
        var subject = Letters.subject(card(quote), KEY.value(), Optional.empty());
        return Letters.ask(ask(quote), access, NOW, subject);
    }

    private static String page(String quote) {
        var shown = new Shown(
                KEY,
                1,
                "r_1",
                "helper",
                card(quote),
                NOW,
                Optional.of(NOW.plusSeconds(3600)),
                Optional.empty());
        var visit = new Visit("dana", "csrf", List.of(shown), "", "");
        return CardView.region(visit, shown, CardView.Place.QUESTION, Optional.empty())
                .html()
                .render()
                .replaceFirst(" data-v=\"\\w+\"", "");
    }

    private static Card card(String quote) {
        return new Card(
                Kind.APPROVE,
                "Run change",
                Level.NORMAL,
                List.of(new Fact("Requested by", "ana"), new Fact("Agent", "helper")),
                new Card.Work("change", "{\"n\":1}", "9c1e0d", List.of(), ""),
                quote,
                List.of(),
                new Card.Deciders(List.of("dana"), List.of(), false, 1, 0),
                List.of(),
                List.of());
    }
}
