package dev.countersign.channels.web.page;

import static dev.countersign.channels.web.html.Html.attr;
import static dev.countersign.channels.web.html.Html.box;
import static dev.countersign.channels.web.html.Html.each;
import static dev.countersign.channels.web.html.Html.tag;
import static dev.countersign.channels.web.html.Html.text;

import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.web.html.Html;
import dev.countersign.channels.web.html.Region;

import java.util.List;
import java.util.Optional;

/** The open questions of one person, and the page of a single one. */
public final class InboxPage {
    private InboxPage() {}

    public static String of(Visit visit, Optional<String> said) {
        var main = Html.many(
                tag("h1", text("Inbox")),
                Html.maybe(
                        said,
                        sentence -> tag(
                                "p",
                                attr("class", "result"),
                                attr("role", "status"),
                                text(sentence))),
                tag("div", attr("id", "transcript"), each(list(visit), Region::html)));
        return Layout.page(visit, Layout.Where.INBOX, "Inbox", "/inbox/live", main);
    }

    /** Each open question; or the word that there is none. */
    public static List<Region> list(Visit visit) {
        if (visit.open().isEmpty()) {
            var empty = box("p", "empty", text("Nothing waits for you."));
            return List.of(Region.of("nothing", "Nothing waits for you", empty));
        }
        return visit.open().stream()
                .map(shown -> CardView.region(visit, shown, CardView.Place.INBOX, Optional.empty()))
                .toList();
    }

    /** One question, open or settled; {@code said} is what became of this person's choice. */
    public static String one(Visit visit, Shown shown, Optional<String> said) {
        var main = Html.many(
                tag("h1", attr("class", "quiet"), text("Question " + shown.key().value())),
                CardView.region(visit, shown, CardView.Place.QUESTION, said).html());
        var live = "/questions/" + shown.key().value() + "/live";
        return Layout.page(visit, Layout.Where.INBOX, shown.card().title(), live, main);
    }
}
