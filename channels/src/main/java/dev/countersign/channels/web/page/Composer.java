package dev.countersign.channels.web.page;

import static dev.countersign.channels.web.html.Html.attr;
import static dev.countersign.channels.web.html.Html.box;
import static dev.countersign.channels.web.html.Html.flag;
import static dev.countersign.channels.web.html.Html.maybe;
import static dev.countersign.channels.web.html.Html.tag;
import static dev.countersign.channels.web.html.Html.text;

import dev.countersign.channels.web.desk.Desk.AgentLine;
import dev.countersign.channels.web.desk.RunView;
import dev.countersign.channels.web.html.Html;
import dev.countersign.channels.web.html.Region;

import java.util.List;
import java.util.Optional;

/** The boxes in which people write to agents. {@code nonce} makes a form that is sent twice one. */
public record Composer(String nonce, String draft, String agent, Optional<String> problem) {
    public static Composer empty(String nonce) {
        return new Composer(nonce, "", "", Optional.empty());
    }

    Html start(Visit visit, List<AgentLine> agents) {
        return tag(
                "form",
                attr("class", "composer"),
                attr("method", "post"),
                attr("action", "/say"),
                Layout.csrf(visit),
                Layout.hidden("nonce", nonce),
                complaint(),
                box(
                        "div",
                        "field",
                        tag("label", attr("for", "agent"), text("Agent")),
                        tag(
                                "select",
                                attr("id", "agent"),
                                attr("name", "agent"),
                                Html.each(agents, this::option))),
                area("What should it do?", 4),
                box("div", "actions", tag("button", attr("class", "primary"), text("Send"))));
    }

    private Html option(AgentLine line) {
        var about = line.problem()
                .map(problem -> " (something is missing, see below)")
                .orElse(line.description().isEmpty() ? "" : " — " + line.description());
        return tag(
                "option",
                attr("value", line.name()),
                flag("selected", line.name().equals(agent)),
                text(line.name() + about));
    }

    /** The box under a run; it is gone when the run is closed. */
    Region below(Visit visit, RunView run) {
        if (run.phase() == RunView.Phase.CLOSED) {
            var over = box("p", "aside", text("This run is closed; it takes no more messages."));
            return new Region("composer", "closed", "", over);
        }
        var form = tag(
                "form",
                attr("class", "composer"),
                attr("method", "post"),
                attr("action", "/runs/" + run.id() + "/say"),
                attr("data-quiet", "yes"),
                Layout.csrf(visit),
                Layout.hidden("nonce", nonce),
                complaint(),
                area("Message to " + run.agent(), 3),
                box("div", "actions", tag("button", attr("class", "primary"), text("Send"))));
        return new Region("composer", "open", "", form);
    }

    private Html area(String label, int rows) {
        return box(
                "div",
                "field",
                tag("label", attr("for", "text"), text(label)),
                tag(
                        "textarea",
                        attr("id", "text"),
                        attr("name", "text"),
                        attr("rows", String.valueOf(rows)),
                        flag("required", true),
                        text(draft)));
    }

    private Html complaint() {
        return maybe(
                problem,
                sentence ->
                        tag("p", attr("class", "result"), attr("role", "alert"), text(sentence)));
    }
}
