package dev.countersign.channels.web.page;

import static dev.countersign.channels.web.html.Html.attr;
import static dev.countersign.channels.web.html.Html.box;
import static dev.countersign.channels.web.html.Html.each;
import static dev.countersign.channels.web.html.Html.many;
import static dev.countersign.channels.web.html.Html.maybe;
import static dev.countersign.channels.web.html.Html.tag;
import static dev.countersign.channels.web.html.Html.text;
import static dev.countersign.channels.web.html.Html.when;

import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.web.desk.RunView;
import dev.countersign.channels.web.desk.RunView.CallView;
import dev.countersign.channels.web.desk.RunView.Line;
import dev.countersign.channels.web.html.Html;
import dev.countersign.channels.web.html.Moment;
import dev.countersign.channels.web.html.Prose;
import dev.countersign.channels.web.html.Region;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was said and done in a run, each entry a region of its own. */
final class TranscriptView {
    private final Visit visit;

    TranscriptView(Visit visit) {
        this.visit = visit;
    }

    List<Region> regions(RunView run) {
        var regions = new ArrayList<Region>();
        for (int i = 0; i < run.lines().size(); i++) {
            regions.addAll(regions("line-" + i, run.agent(), run.lines().get(i)));
        }
        return regions;
    }

    private List<Region> regions(String id, String agent, Line line) {
        return switch (line) {
            case Line.Human said ->
                List.of(Region.of(id, "", entry("human", said.by(), said.text())));
            case Line.Waiting said ->
                List.of(Region.of(
                        "w" + id,
                        "",
                        entry(
                                "human",
                                said.by() + ", heard when the calls are done",
                                said.text())));
            case Line.Agent said ->
                List.of(Region.of(id, agent + " has answered", entry("agent", agent, said.text())));
            case Line.Called called -> call(called.call());
        };
    }

    private static Html entry(String kind, String who, String words) {
        return tag(
                "section",
                attr("class", "entry " + kind),
                tag("h3", attr("class", "by"), text(who)),
                Prose.of(words));
    }

    /** A call, and below it what was asked about it. */
    private List<Region> call(CallView call) {
        var regions = new ArrayList<Region>();
        regions.add(
                Region.of("c-" + call.id(), call.tool() + ": " + Phrases.call(call), entry(call)));
        for (Shown shown : call.questions()) {
            regions.add(CardView.region(visit, shown, CardView.Place.RUN, Optional.empty()));
        }
        return regions;
    }

    private static Html entry(CallView call) {
        return tag(
                "section",
                attr("class", "entry call"),
                tag(
                        "h3",
                        attr("class", "call-head"),
                        tag("code", text(call.tool())),
                        RunsPage.chip(Phrases.call(call), Phrases.tone(call))),
                when(!call.note().isEmpty(), box("p", "note", text(call.note()))),
                maybe(
                        call.child(),
                        child -> box(
                                "p",
                                "note",
                                text("Another agent has it: "),
                                RunPage.link(child, "run " + child),
                                text("."))),
                fold(
                        call,
                        "arguments",
                        "Arguments",
                        many(
                                Prose.code(call.arguments(), "Arguments of " + call.tool()),
                                when(
                                        !call.digest().isEmpty(),
                                        box(
                                                "p",
                                                "digest",
                                                text("digest "),
                                                tag("code", text(call.digest())))),
                                maybe(call.proposed(), TranscriptView::proposed))),
                maybe(call.outcome(), outcome -> result(call, outcome)));
    }

    private static Html proposed(String arguments) {
        return many(
                box("p", "note", text("A person changed them. The agent had proposed:")),
                Prose.code(arguments, "Arguments as proposed"));
    }

    private static Html result(CallView call, RunView.Outcome outcome) {
        var name = outcome.error() ? "Error it reported" : "Result";
        return fold(call, "result", name, Prose.code(outcome.text(), "Result of " + call.tool()));
    }

    private static Html fold(CallView call, String what, String name, Html content) {
        return tag(
                "details",
                attr("id", "c-" + call.id() + "-" + what),
                tag("summary", text(name)),
                content);
    }

    /** The record of who did what, when and how. */
    static Region record(RunView run) {
        var rows = each(run.record(), TranscriptView::row);
        var head = tag("tr", cell("When"), cell("Who"), cell("Over"), cell("What"));
        var table = tag("table", tag("thead", head), tag("tbody", rows));
        return Region.of(
                "record",
                "",
                tag(
                        "details",
                        attr("id", "audit"),
                        tag(
                                "summary",
                                tag("h2", text("Audit trail (" + run.record().size() + ")"))),
                        tag(
                                "div",
                                attr("class", "scroll audit"),
                                attr("tabindex", "0"),
                                attr("role", "region"),
                                attr("aria-label", "Audit trail"),
                                table)));
    }

    private static Html cell(String name) {
        return tag("th", attr("scope", "col"), text(name));
    }

    private static Html row(RunView.Recorded line) {
        return tag(
                "tr",
                tag("td", Moment.of(line.at())),
                tag("td", text(line.who())),
                tag("td", text(line.channel())),
                tag("td", text(line.what())));
    }
}
