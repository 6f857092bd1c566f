package dev.countersign.channels.web.page;

import static dev.countersign.channels.web.html.Html.attr;
import static dev.countersign.channels.web.html.Html.box;
import static dev.countersign.channels.web.html.Html.tag;
import static dev.countersign.channels.web.html.Html.text;

import dev.countersign.channels.web.desk.Desk.AgentLine;
import dev.countersign.channels.web.desk.Desk.RunLine;
import dev.countersign.channels.web.html.Html;
import dev.countersign.channels.web.html.Region;

import java.util.List;

/** The first page: talk to an agent, see what waits and what went on lately. */
public final class HomePage {
    /** How many runs the first page shows; the others are one click away. */
    private static final int RECENT = 8;

    private HomePage() {}

    public static String of(
            Visit visit, List<AgentLine> agents, List<RunLine> runs, Composer composer) {
        var main = Html.many(
                tag("h1", text("Talk to an agent")),
                box("p", "lead", text("It may propose. A person countersigns.")),
                open(visit).html(),
                agents.isEmpty() ? noAgents() : composer.start(visit, agents),
                Html.each(agents, HomePage::lack),
                box(
                        "section",
                        "recent",
                        tag("h2", text("Recent runs")),
                        RunsPage.list(runs.stream().limit(RECENT).toList()),
                        Html.when(
                                !runs.isEmpty(),
                                tag("p", tag("a", attr("href", "/runs"), text("All runs")))),
                        tag("p", tag("a", attr("href", "/grants"), text("Grants that hold")))));
        return Layout.page(visit, Layout.Where.HOME, "Talk", "/live", main);
    }

    /** What waits for this person, as a live part of the page. */
    public static Region open(Visit visit) {
        int count = visit.open().size();
        var words = count == 1 ? "1 question waits for you" : count + " questions wait for you";
        var html = count == 0
                ? Html.NOTHING
                : tag("p", attr("class", "calling"), tag("a", attr("href", "/inbox"), text(words)));
        return Region.of("calling", count == 0 ? "" : words, html);
    }

    /** What an agent must do without now, and what to do about it. */
    private static Html lack(AgentLine agent) {
        return Html.maybe(
                agent.problem(),
                words -> tag("p", attr("class", "warning"), text(agent.name() + ": " + words)));
    }

    private static Html noAgents() {
        return box(
                "p",
                "result",
                text("No agent is loaded. Add an Agent document to the manifests folder;"
                        + " this page shows it then."));
    }
}
