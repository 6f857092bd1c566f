package dev.countersign.channels.web.page;

import static dev.countersign.channels.web.html.Html.attr;
import static dev.countersign.channels.web.html.Html.box;
import static dev.countersign.channels.web.html.Html.each;
import static dev.countersign.channels.web.html.Html.tag;
import static dev.countersign.channels.web.html.Html.text;

import dev.countersign.channels.Card;
import dev.countersign.channels.web.html.Html;

import java.util.List;
import java.util.Optional;

/** What a call would change, readable without colour. */
final class ChangesView {
    private ChangesView() {}

    static Html table(List<Card.Change> changes) {
        return box(
                "section",
                "changes",
                tag("h3", text("What would change")),
                tag(
                        "div",
                        attr("class", "scroll"),
                        attr("tabindex", "0"),
                        attr("role", "region"),
                        attr("aria-label", "Changes"),
                        tag(
                                "table",
                                tag("thead", tag("tr", head("Field"), head("Now"), head("Then"))),
                                tag("tbody", each(changes, ChangesView::row)))));
    }

    private static Html head(String name) {
        return tag("th", attr("scope", "col"), text(name));
    }

    private static Html row(Card.Change change) {
        return tag(
                "tr",
                tag("th", attr("scope", "row"), tag("code", text(change.path()))),
                tag("td", value("before", change.before(), "not there")),
                tag("td", value("after", change.after(), "removed")));
    }

    private static Html value(String side, Optional<String> value, String absent) {
        return value.map(there -> box("code", side, text(there)))
                .orElseGet(() -> box("em", "absent", text(absent)));
    }

    /** The marks at the start of the lines stay: colour only repeats them. */
    static Html diff(String diff) {
        return tag(
                "section",
                tag("h3", text("Difference")),
                tag(
                        "pre",
                        attr("class", "diff"),
                        attr("tabindex", "0"),
                        attr("role", "region"),
                        attr("aria-label", "Difference, line by line"),
                        each(diff.lines().toList(), ChangesView::line)));
    }

    private static Html line(String line) {
        return box("span", kind(line), text(line + "\n"));
    }

    private static String kind(String line) {
        if (line.startsWith("@@") || line.startsWith("---") || line.startsWith("+++")) {
            return "hunk";
        }
        if (line.startsWith("+")) {
            return "add";
        }
        return line.startsWith("-") ? "del" : "same";
    }
}
