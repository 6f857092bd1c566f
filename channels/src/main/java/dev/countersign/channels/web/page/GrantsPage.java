package dev.countersign.channels.web.page;

import static dev.countersign.channels.web.html.Html.attr;
import static dev.countersign.channels.web.html.Html.box;
import static dev.countersign.channels.web.html.Html.each;
import static dev.countersign.channels.web.html.Html.tag;
import static dev.countersign.channels.web.html.Html.text;

import dev.countersign.channels.web.desk.Desk.GrantLine;
import dev.countersign.channels.web.html.Html;
import dev.countersign.channels.web.html.Moment;

import java.util.List;

/** The yeses that hold for later calls, each with a button that takes it back. */
public final class GrantsPage {
    private GrantsPage() {}

    public static String of(Visit visit, List<GrantLine> grants) {
        var list = grants.isEmpty()
                ? box("p", "empty", text("No yes holds for later calls."))
                : each(grants, grant -> line(visit, grant));
        var main = Html.many(
                tag("h1", text("Grants")),
                box("p", "lead", text("What people have said yes to for later calls, too.")),
                list);
        return Layout.page(visit, Layout.Where.RUNS, "Grants", "/live", main);
    }

    private static Html line(Visit visit, GrantLine grant) {
        return tag(
                "form",
                attr("class", "decide"),
                attr("method", "post"),
                attr("action", "/grants/" + grant.id() + "/revoke"),
                Layout.csrf(visit),
                tag(
                        "p",
                        text(grant.by() + " granted " + grant.scope() + ", " + grant.usesLeft()
                                + (grant.usesLeft() == 1 ? " use" : " uses") + " left, until "),
                        Moment.of(grant.until())),
                tag("button", attr("class", "danger"), text("Take it back")));
    }
}
