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
import dev.countersign.channels.Questions.Shown;
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
                batch(visit, run).html(),
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
        regions.add(batch(visit, run));
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

    /**
     * The calls that wait for the same person, on one card: a decision for each, or one for all
     * that are shown. What is left out stays open. Nothing where there are not several.
     */
    private static Region batch(Visit visit, RunView run) {
        var waiting = run.questions().stream()
                .filter(shown -> shown.settled().isEmpty())
                .filter(shown -> shown.card().kind() == Card.Kind.APPROVE)
                .filter(shown -> visit.mayDecide(shown.key()))
                .toList();
        return waiting.size() < 2
                ? Region.of("batch", "", Html.NOTHING)
                : Region.of("batch", waiting.size() + " calls wait", together(visit, run, waiting));
    }

    private static Html together(Visit visit, RunView run, List<Shown> waiting) {
        var rows = new ArrayList<Html>();
        for (int i = 0; i < waiting.size(); i++) {
            rows.add(row(waiting.get(i), i));
        }
        return tag(
                "form",
                attr("class", "decide batch"),
                attr("method", "post"),
                attr("action", "/runs/" + run.id() + "/decisions"),
                Layout.csrf(visit),
                tag("h2", text(waiting.size() + " calls wait for you")),
                box(
                        "p",
                        "hint",
                        text("Each is shown in full above. What you leave out stays open.")),
                new Html.Many(List.copyOf(rows)),
                box(
                        "div",
                        "actions",
                        AnswerForms.button("these", "primary", "Send these decisions"),
                        AnswerForms.button("all", "secondary", "Approve all shown")));
    }

    private static Html row(Shown shown, int n) {
        var digest = shown.card().work().digest();
        var brief = digest.substring(0, Math.min(digest.length(), 8));
        return tag(
                "fieldset",
                tag("legend", text(shown.card().title() + " (" + brief + ")")),
                many(
                        Layout.hidden("key", shown.key().value()),
                        Layout.hidden("version", String.valueOf(shown.version()))),
                FieldViews.choices(
                        "batch-" + n,
                        "d" + n,
                        "radio",
                        List.of(
                                new FieldViews.Option("approve", "Approve"),
                                new FieldViews.Option("reject", "Reject")),
                        false));
    }
}
