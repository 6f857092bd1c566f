package dev.countersign.channels.web.page;

import static dev.countersign.channels.web.html.Html.attr;
import static dev.countersign.channels.web.html.Html.box;
import static dev.countersign.channels.web.html.Html.each;
import static dev.countersign.channels.web.html.Html.many;
import static dev.countersign.channels.web.html.Html.maybe;
import static dev.countersign.channels.web.html.Html.tag;
import static dev.countersign.channels.web.html.Html.text;
import static dev.countersign.channels.web.html.Html.when;

import dev.countersign.channels.Card;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.web.html.Html;
import dev.countersign.channels.web.html.Moment;
import dev.countersign.channels.web.html.Prose;
import dev.countersign.channels.web.html.Region;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One question as people see it, with its forms while it is open and its end when it is not. */
public final class CardView {
    /** Where a card stands, so that a decision leads back there. */
    public enum Place {
        RUN,
        INBOX,
        QUESTION
    }

    private CardView() {}

    /** The region in which a card stands on every page. */
    public static Region region(Visit visit, Shown shown, Place place, Optional<String> said) {
        var html = shown.settled()
                .map(settlement -> settled(visit, shown, settlement, place, said))
                .orElseGet(() -> open(visit, shown, place, said));
        return Region.of(id(shown), news(shown), html);
    }

    static String id(Shown shown) {
        return "q-" + shown.key().value();
    }

    private static String news(Shown shown) {
        return shown.settled()
                .map(settlement ->
                        Phrases.ended(settlement) + ": " + shown.card().title())
                .orElse(Phrases.wanted(shown.card().kind()) + ": "
                        + shown.card().title());
    }

    private static Html open(Visit visit, Shown shown, Place place, Optional<String> said) {
        var card = shown.card();
        return tag(
                "article",
                attr("class", "card " + card.level().name().toLowerCase(Locale.ROOT)),
                attr("aria-labelledby", id(shown) + "-title"),
                header(shown, place),
                when(visit.mayDecide(shown.key()), jump(shown)),
                said(said),
                body(card),
                terms(shown, instead(visit, shown)),
                visit.mayDecide(shown.key())
                        ? tag(
                                "div",
                                attr("class", "answering"),
                                attr("id", id(shown) + "-decide"),
                                AnswerForms.of(visit, shown, place))
                        : many(
                                box("p", "aside", text("You may look, but not decide.")),
                                LongerForms.breakGlass(visit, shown, place)));
    }

    /** On a phone a card is longer than the screen, and its buttons are at the end of it. */
    private static Html jump(Shown shown) {
        return tag(
                "a",
                attr("class", "jump"),
                attr("href", "#" + id(shown) + "-decide"),
                text(Phrases.jump(shown.card().kind())));
    }

    /** Who is not named and may decide all the same stands in for those who are. */
    static Optional<String> instead(Visit visit, Shown shown) {
        var deciders = shown.card().deciders();
        boolean named = deciders.anyone()
                || !deciders.groups().isEmpty()
                || deciders.people().contains(visit.person());
        return named || !visit.mayDecide(shown.key())
                ? Optional.empty()
                : Optional.of("You decide for " + Phrases.listed(deciders.people())
                        + ", who is away: both names go on the record");
    }

    private static Html header(Shown shown, Place place) {
        var card = shown.card();
        return box(
                "header",
                "card-head",
                box(
                        "p",
                        "kicker",
                        tag("span", text(kicker(shown))),
                        when(
                                card.level() != Card.Level.NORMAL,
                                box("strong", "level", text(Phrases.level(card.level())))),
                        when(shown.version() > 1, tag("span", text("version " + shown.version())))),
                tag(
                        "h2",
                        attr("id", id(shown) + "-title"),
                        attr("tabindex", "-1"),
                        text(card.title())),
                when(place != Place.RUN, origin(shown)));
    }

    private static String kicker(Shown shown) {
        var kind = shown.card().kind();
        return shown.settled().isPresent() ? Phrases.was(kind) : Phrases.wanted(kind);
    }

    private static Html origin(Shown shown) {
        return box(
                "p",
                "origin",
                text("Asked by " + shown.agent() + " in "),
                tag("a", attr("href", "/runs/" + shown.run()), text("run " + shown.run())),
                text(", "),
                Moment.of(shown.opened()));
    }

    /** What was just said to this person about the card. */
    private static Html said(Optional<String> said) {
        return maybe(
                said,
                sentence -> tag(
                        "p",
                        attr("class", "result"),
                        attr("tabindex", "-1"),
                        attr("role", "status"),
                        text(sentence)));
    }

    static Html body(Card card) {
        return many(
                each(card.warnings(), CardView::warning),
                when(
                        !card.work().changes().isEmpty(),
                        ChangesView.table(card.work().changes())),
                when(!card.facts().isEmpty(), facts(card.facts())),
                when(!card.work().diff().isEmpty(), ChangesView.diff(card.work().diff())),
                when(!card.work().tool().isEmpty(), work(card.work())),
                when(!card.quote().isBlank(), quote(card.quote())));
    }

    private static Html warning(String warning) {
        return box("p", "warning", tag("strong", text("Warning: ")), text(warning));
    }

    private static Html facts(List<Card.Fact> facts) {
        return box(
                "dl",
                "facts",
                each(
                        facts,
                        fact -> tag(
                                "div",
                                tag("dt", text(fact.label())),
                                tag("dd", text(fact.value())))));
    }

    private static Html work(Card.Work work) {
        return box(
                "section",
                "work",
                tag("h3", text("What would run, exactly")),
                box(
                        "p",
                        "tool",
                        tag("code", text(work.tool())),
                        when(!work.digest().isEmpty(), digest(work.digest()))),
                Prose.code(work.arguments(), "Arguments of " + work.tool()));
    }

    private static Html digest(String digest) {
        return box("span", "digest", text("digest "), tag("code", text(digest)));
    }

    private static Html quote(String quote) {
        return box(
                "figure",
                "quote",
                tag("figcaption", text("The agent's own words, not checked by us")),
                tag("blockquote", Prose.of(quote)));
    }

    private static Html terms(Shown shown, Optional<String> more) {
        var deciders = shown.card().deciders();
        return box(
                "ul",
                "terms",
                tag("li", text(Phrases.deciders(shown.card()))),
                maybe(more, words -> tag("li", tag("strong", text(words)))),
                when(deciders.needed() > 1, tag("li", text(Phrases.counted(deciders)))),
                each(deciders.progress(), line -> tag("li", text(line))),
                maybe(
                        shown.expires(),
                        at -> tag("li", text("Open until "), Moment.of(at), countdown())));
    }

    /** Filled in by the script, which knows the reader's clock. */
    private static Html countdown() {
        return box("span", "countdown");
    }

    private static Html settled(
            Visit visit, Shown shown, Settlement settlement, Place place, Optional<String> said) {
        boolean expired =
                settlement.ending() == Ending.EXPIRED && shown.card().kind() == Card.Kind.APPROVE;
        var ending = settlement.ending().name().toLowerCase(Locale.ROOT);
        return tag(
                "article",
                attr("class", "card settled " + ending),
                attr("aria-labelledby", id(shown) + "-title"),
                header(shown, place),
                said(said),
                outcome(settlement),
                when(expired, LongerForms.again(visit, shown, place)),
                tag(
                        "details",
                        attr("id", id(shown) + "-shown"),
                        tag("summary", text("What was shown")),
                        body(shown.card()),
                        terms(shown, Optional.empty())));
    }

    private static Html outcome(Settlement settlement) {
        return tag(
                "p",
                attr("class", "outcome"),
                tag("strong", text(Phrases.ended(settlement))),
                text(", "),
                Moment.of(settlement.at()),
                maybe(settlement.reason(), CardView::reason),
                maybe(settlement.then(), then -> box("span", "then", text(then))));
    }

    private static Html reason(String reason) {
        return box("span", "reason", text("Reason: " + reason));
    }
}
