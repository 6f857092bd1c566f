package dev.countersign.channels.web.page;

import static dev.countersign.channels.web.html.Html.attr;
import static dev.countersign.channels.web.html.Html.box;
import static dev.countersign.channels.web.html.Html.each;
import static dev.countersign.channels.web.html.Html.maybe;
import static dev.countersign.channels.web.html.Html.tag;
import static dev.countersign.channels.web.html.Html.text;
import static dev.countersign.channels.web.html.Html.when;

import dev.countersign.channels.web.desk.RunView;
import dev.countersign.channels.web.desk.RunView.Line;
import dev.countersign.channels.web.desk.RunView.Phase;
import dev.countersign.channels.web.html.Html;
import dev.countersign.channels.web.html.Moment;
import dev.countersign.channels.web.html.Prose;
import dev.countersign.channels.web.html.Region;

import java.util.ArrayList;
import java.util.List;

/** One run: all of it, kept true while it is looked at. */
public final class RunPage {
    private RunPage() {}

    public static String of(Visit visit, RunView run, List<String> whispers, Composer composer) {
        var main = Html.many(
                box(
                        "header",
                        "run-head",
                        tag("h1", text(title(run))),
                        status(visit, run).html()),
                tag(
                        "div",
                        attr("id", "transcript"),
                        tag("h2", attr("class", "quiet"), text("Transcript")),
                        each(transcript(visit, run), Region::html)),
                speaking("").html(),
                whispers(whispers).html(),
                composer.below(visit, run).html(),
                TranscriptView.record(run).html());
        var live = "/runs/" + run.id() + "/live";
        return Layout.page(visit, Layout.Where.RUNS, title(run), live, main);
    }

    private static String title(RunView run) {
        return run.lines().stream()
                .flatMap(line -> line instanceof Line.Human said
                        ? java.util.stream.Stream.of(said.text())
                        : java.util.stream.Stream.empty())
                .findFirst()
                .flatMap(words -> words.lines().filter(line -> !line.isBlank()).findFirst())
                .orElse("Run " + run.id());
    }

    /** The entries of the transcript, in order. */
    public static List<Region> transcript(Visit visit, RunView run) {
        return new TranscriptView(visit).regions(run);
    }

    /** The parts of the page around the transcript that change by themselves. */
    public static List<Region> around(
            Visit visit, RunView run, List<String> whispers, Composer composer) {
        var regions = new ArrayList<Region>();
        regions.add(Layout.waiting(visit.open().size()));
        regions.add(status(visit, run));
        regions.add(whispers(whispers));
        regions.add(composer.below(visit, run));
        regions.add(TranscriptView.record(run));
        return regions;
    }

    private static Region status(Visit visit, RunView run) {
        int open = (int) run.questions().stream()
                .filter(shown -> shown.settled().isEmpty())
                .count();
        var words = Phrases.phase(run.phase(), open);
        var html = Html.many(
                box(
                        "p",
                        "meta",
                        RunsPage.chip(words, Phrases.tone(run.phase(), open)),
                        text(run.agent() + " · asked by " + run.requester() + " · "),
                        Moment.of(run.started()),
                        text(" · run " + run.id())),
                maybe(run.parent(), RunPage::parent),
                when(!run.reason().isEmpty(), box("p", "note", text(run.reason()))),
                when(run.phase() != Phase.CLOSED, stop(visit, run)));
        return Region.of("status", words, html);
    }

    private static Html parent(String id) {
        return box("p", "note", text("Works for "), link(id, "run " + id), text("."));
    }

    /** The way to another run. */
    static Html link(String id, String words) {
        return tag("a", attr("href", "/runs/" + id), text(words));
    }

    private static Html stop(Visit visit, RunView run) {
        return tag(
                "details",
                attr("class", "stop"),
                attr("id", "stop"),
                tag("summary", text("Stop this run…")),
                tag(
                        "form",
                        attr("method", "post"),
                        attr("action", "/runs/" + run.id() + "/cancel"),
                        Layout.csrf(visit),
                        box(
                                "p",
                                "hint",
                                text("It ends for good and its open questions are cancelled."
                                        + " What has run already stays done.")),
                        tag("button", attr("class", "danger"), text("Stop it"))));
    }

    /** What the model is saying right now. */
    public static Region speaking(String soFar) {
        return Region.of(
                "speaking",
                "",
                soFar.isBlank()
                        ? Html.NOTHING
                        : box("section", "entry agent live", Prose.of(soFar)));
    }

    /** What was said to this person alone. */
    private static Region whispers(List<String> whispers) {
        var html = each(
                whispers, words -> tag("p", attr("class", "result"), text("To you: " + words)));
        return Region.of("whispers", whispers.isEmpty() ? "" : whispers.getLast(), html);
    }
}
