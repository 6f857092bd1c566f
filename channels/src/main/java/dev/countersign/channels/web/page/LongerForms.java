package dev.countersign.channels.web.page;

import static dev.countersign.channels.web.html.Html.NOTHING;
import static dev.countersign.channels.web.html.Html.attr;
import static dev.countersign.channels.web.html.Html.box;
import static dev.countersign.channels.web.html.Html.flag;
import static dev.countersign.channels.web.html.Html.tag;
import static dev.countersign.channels.web.html.Html.text;

import dev.countersign.channels.Card.Offer;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.web.html.Html;
import dev.countersign.channels.web.page.CardView.Place;

import java.util.ArrayList;
import java.util.List;

/** The less usual ways to say yes: for longer, in an emergency, or to asking again. */
final class LongerForms {
    private LongerForms() {}

    /** Everything that is held to its value is ticked; whoever unticks it lets more through. */
    static Html grant(Visit visit, Shown shown, Place place, Offer offer) {
        var id = CardView.id(shown) + "-grant";
        return tag(
                "details",
                attr("class", "edit"),
                attr("id", id),
                tag("summary", text("Approve, and for later calls too")),
                AnswerForms.form(
                        visit,
                        shown,
                        place,
                        tag(
                                "fieldset",
                                tag("legend", text("How far this yes reaches")),
                                FieldViews.choices(id + "-for", "for", "radio", reach(offer), true),
                                AnswerForms.label(
                                        id + "-uses", "Uses", offer.maxUses() + " at most"),
                                tag(
                                        "input",
                                        attr("id", id + "-uses"),
                                        attr("name", "uses"),
                                        attr("inputmode", "numeric"),
                                        attr("value", String.valueOf(offer.maxUses())))),
                        same(id, offer.arguments()),
                        box(
                                "div",
                                "actions",
                                AnswerForms.button(
                                        "grant", "secondary", "Approve, and let it hold"))));
    }

    private static List<FieldViews.Option> reach(Offer offer) {
        return List.of(
                new FieldViews.Option("run", "For this run"),
                new FieldViews.Option("time", "For " + offer.maxFor().toMinutes() + " minutes"),
                new FieldViews.Option("uses", "For so many uses"));
    }

    private static Html same(String id, List<String> arguments) {
        if (arguments.isEmpty()) {
            return NOTHING;
        }
        var ticks = new ArrayList<Html>();
        ticks.add(tag("legend", text("Only for calls with the same")));
        for (int i = 0; i < arguments.size(); i++) {
            ticks.add(box(
                    "div",
                    "choice",
                    tag(
                            "input",
                            attr("type", "checkbox"),
                            attr("id", id + "-same-" + i),
                            attr("name", "same"),
                            attr("value", String.valueOf(i)),
                            flag("checked", true)),
                    tag("label", attr("for", id + "-same-" + i), text(arguments.get(i)))));
        }
        return tag("fieldset", new Html.Many(List.copyOf(ticks)));
    }

    /** For who is in a group that may; the server says so, whoever presses it. */
    static Html breakGlass(Visit visit, Shown shown, Place place) {
        var groups = shown.card().deciders().emergency();
        if (groups.isEmpty()) {
            return NOTHING;
        }
        var id = CardView.id(shown) + "-glass";
        return tag(
                "details",
                attr("class", "edit"),
                attr("id", id),
                tag("summary", text("Emergency: break the glass")),
                AnswerForms.form(
                        visit,
                        shown,
                        place,
                        box(
                                "p",
                                "hint",
                                text("The group " + String.join(", ", groups) + " may approve alone"
                                        + " and at once. Everybody who would have decided is"
                                        + " told.")),
                        AnswerForms.label(id + "-reason", "Reason", "needed; everybody reads it"),
                        AnswerForms.area(id + "-reason", "reason", 2, ""),
                        box(
                                "div",
                                "actions",
                                AnswerForms.button("break-glass", "danger", "Break the glass"))));
    }

    /** On a question that expired. */
    static Html again(Visit visit, Shown shown, Place place) {
        return AnswerForms.form(
                visit,
                shown,
                place,
                box("div", "actions", AnswerForms.button("ask-again", "secondary", "Ask again")));
    }
}
