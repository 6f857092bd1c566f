package dev.countersign.channels.web.page;

import static dev.countersign.channels.web.html.Html.attr;
import static dev.countersign.channels.web.html.Html.box;
import static dev.countersign.channels.web.html.Html.many;
import static dev.countersign.channels.web.html.Html.maybe;
import static dev.countersign.channels.web.html.Html.tag;
import static dev.countersign.channels.web.html.Html.text;

import dev.countersign.channels.Card;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.web.html.Html;
import dev.countersign.channels.web.page.CardView.Place;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The forms with which an open question is decided; they work without a script. */
final class AnswerForms {
    private AnswerForms() {}

    static Html of(Visit visit, Shown shown, Place place) {
        return switch (shown.card().kind()) {
            case APPROVE ->
                many(
                        approve(visit, shown, place),
                        edit(visit, shown, place),
                        maybe(
                                // What is given in somebody's place holds for this call alone.
                                shown.card().offer().filter(o -> CardView.instead(visit, shown)
                                        .isEmpty()),
                                offer -> LongerForms.grant(visit, shown, place, offer)),
                        LongerForms.breakGlass(visit, shown, place));
            case ASK -> ask(visit, shown, place);
            case FORM -> fill(visit, shown, place);
            case EXTERNAL -> report(visit, shown, place);
        };
    }

    /** The reason is a text area so that the enter key in it decides nothing. */
    private static Html approve(Visit visit, Shown shown, Place place) {
        var id = CardView.id(shown) + "-reason";
        return form(
                visit,
                shown,
                place,
                label(id, "Reason", "optional; the agent reads it when you reject"),
                area(id, "reason", 2, ""),
                box(
                        "div",
                        "actions",
                        button("approve", "primary", "Approve"),
                        button("reject", "danger", "Reject")));
    }

    private static Html edit(Visit visit, Shown shown, Place place) {
        var id = CardView.id(shown) + "-arguments";
        return tag(
                "details",
                attr("class", "edit"),
                attr("id", CardView.id(shown) + "-edit"),
                tag("summary", text("Edit arguments")),
                form(
                        visit,
                        shown,
                        place,
                        label(id, "Arguments as JSON", "the tool stays the same"),
                        code(id, "arguments", shown.card().work().arguments()),
                        box(
                                "div",
                                "actions",
                                button("edit", "secondary", "Approve with these arguments"))));
    }

    private static Html ask(Visit visit, Shown shown, Place place) {
        var parts = new ArrayList<Html>();
        var prompts = shown.card().prompts();
        for (int i = 0; i < prompts.size(); i++) {
            parts.add(FieldViews.prompt(CardView.id(shown), i, prompts.get(i)));
        }
        parts.add(box("div", "actions", button("answer", "primary", "Answer")));
        return form(visit, shown, place, parts.toArray(Html[]::new));
    }

    private static Html fill(Visit visit, Shown shown, Place place) {
        var parts = new ArrayList<Html>();
        var fields = shown.card().fields();
        for (int i = 0; i < fields.size(); i++) {
            parts.add(FieldViews.field(CardView.id(shown), i, fields.get(i)));
        }
        parts.add(box("div", "actions", button("fill", "primary", "Send")));
        return form(visit, shown, place, parts.toArray(Html[]::new));
    }

    private static Html report(Visit visit, Shown shown, Place place) {
        var id = CardView.id(shown) + "-text";
        return form(
                visit,
                shown,
                place,
                tag(
                        "fieldset",
                        tag("legend", text("What happened?")),
                        FieldViews.choices(
                                CardView.id(shown) + "-result",
                                "result",
                                "radio",
                                outcomes(shown.card()),
                                true)),
                label(id, "What came of it", "the agent reads it as reported by you"),
                area(id, "text", 3, ""),
                box("div", "actions", button("report", "primary", "Report")));
    }

    private static List<FieldViews.Option> outcomes(Card card) {
        var options = new ArrayList<FieldViews.Option>();
        options.add(new FieldViews.Option("ran", "It ran"));
        options.add(new FieldViews.Option("failed", "It failed"));
        if (card.takes(Choice.Result.AGAIN)) {
            options.add(new FieldViews.Option("again", "Run it again"));
        }
        options.add(new FieldViews.Option("give-up", "Give up"));
        return options;
    }

    static Html form(Visit visit, Shown shown, Place place, Html... parts) {
        return tag(
                "form",
                attr("class", "decide"),
                attr("method", "post"),
                attr("action", "/questions/" + shown.key().value() + "/decision"),
                Layout.csrf(visit),
                Layout.hidden("version", String.valueOf(shown.version())),
                Layout.hidden("from", place.name().toLowerCase(Locale.ROOT)),
                many(parts));
    }

    static Html label(String id, String name, String hint) {
        return tag(
                "label",
                attr("for", id),
                text(name),
                text(" "),
                hint.isEmpty() ? Html.NOTHING : box("span", "hint", text(hint)));
    }

    static Html area(String id, String name, int rows, String value) {
        return tag(
                "textarea",
                attr("id", id),
                attr("name", name),
                attr("rows", String.valueOf(rows)),
                text(value));
    }

    private static Html code(String id, String name, String value) {
        return tag(
                "textarea",
                attr("id", id),
                attr("name", name),
                attr("rows", "8"),
                attr("class", "code"),
                attr("spellcheck", "false"),
                attr("autocapitalize", "off"),
                text(value));
    }

    static Html button(String verdict, String look, String words) {
        return tag(
                "button",
                attr("name", "verdict"),
                attr("value", verdict),
                attr("class", look),
                text(words));
    }
}
