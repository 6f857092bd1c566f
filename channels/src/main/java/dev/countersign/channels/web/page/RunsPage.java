package dev.countersign.channels.web.page;

import static dev.countersign.channels.web.html.Html.attr;
import static dev.countersign.channels.web.html.Html.box;
import static dev.countersign.channels.web.html.Html.each;
import static dev.countersign.channels.web.html.Html.maybe;
import static dev.countersign.channels.web.html.Html.tag;
import static dev.countersign.channels.web.html.Html.text;

import dev.countersign.channels.web.desk.Desk.Lines;
import dev.countersign.channels.web.desk.Desk.RunLine;
import dev.countersign.channels.web.html.Html;
import dev.countersign.channels.web.html.Moment;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The list of runs, newest first. */
public final class RunsPage {
    private RunsPage() {}

    public static String of(Visit visit, Lines lines) {
        var main = Html.many(
                tag("h1", text("Runs")), list(lines.items()), maybe(lines.next(), RunsPage::older));
        return Layout.page(visit, Layout.Where.RUNS, "Runs", "/live", main);
    }

    private static Html older(String cursor) {
        var after = URLEncoder.encode(cursor, StandardCharsets.UTF_8);
        return tag("p", tag("a", attr("href", "/runs?after=" + after), text("Older runs")));
    }

    static Html list(List<RunLine> runs) {
        if (runs.isEmpty()) {
            return box("p", "empty", text("No runs yet."));
        }
        return box("ul", "runs", each(runs, RunsPage::line));
    }

    private static Html line(RunLine run) {
        return tag(
                "li",
                tag(
                        "a",
                        attr("href", "/runs/" + run.id()),
                        box("span", "title", text(run.title())),
                        chip(Phrases.phase(run.phase(), run.open()), tone(run))),
                box(
                        "p",
                        "meta",
                        text(run.agent() + " · " + run.requester() + " · "),
                        Moment.of(run.started())));
    }

    private static String tone(RunLine run) {
        return Phrases.tone(run.phase(), run.open());
    }

    static Html chip(String words, String tone) {
        return box("span", "chip " + tone, text(words));
    }
}
