package dev.countersign.channels.web.page;

import static dev.countersign.channels.web.html.Html.attr;
import static dev.countersign.channels.web.html.Html.box;
import static dev.countersign.channels.web.html.Html.flag;
import static dev.countersign.channels.web.html.Html.many;
import static dev.countersign.channels.web.html.Html.tag;
import static dev.countersign.channels.web.html.Html.text;
import static dev.countersign.channels.web.html.Html.when;

import dev.countersign.channels.Card;
import dev.countersign.channels.web.html.Html;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The inputs of questions and forms, each with its label. */
final class FieldViews {
    /** One thing to choose. */
    record Option(String value, String words) {}

    private FieldViews() {}

    /** Choice {@code n} is sent as a{n}, free text as t{n}. */
    static Html prompt(String card, int n, Card.Prompt prompt) {
        var id = card + "-t" + n;
        if (prompt.choices().isEmpty()) {
            return many(
                    AnswerForms.label(id, prompt.question(), ""),
                    AnswerForms.area(id, "t" + n, 3, ""));
        }
        var options = numbered(prompt.choices());
        var type = prompt.multiple() ? "checkbox" : "radio";
        return tag(
                "fieldset",
                tag("legend", text(prompt.question())),
                choices(card + "-a" + n, "a" + n, type, options, false),
                AnswerForms.label(id, prompt.multiple() ? "And also" : "Or in your own words", ""),
                AnswerForms.area(id, "t" + n, 1, ""));
    }

    /** Choices are sent by their number: their words may hold what a page does not show as is. */
    private static List<Option> numbered(List<String> words) {
        return IntStream.range(0, words.size())
                .mapToObj(i -> new Option(String.valueOf(i), words.get(i)))
                .toList();
    }

    static Html choices(
            String idStart, String name, String type, List<Option> options, boolean required) {
        var parts = new ArrayList<Html>();
        for (int i = 0; i < options.size(); i++) {
            parts.add(choice(idStart + "-" + i, name, type, options.get(i), required));
        }
        return box("div", "choices", new Html.Many(List.copyOf(parts)));
    }

    private static Html choice(
            String id, String name, String type, Option option, boolean required) {
        return box(
                "div",
                "choice",
                tag(
                        "input",
                        attr("type", type),
                        attr("id", id),
                        attr("name", name),
                        attr("value", option.value()),
                        flag("required", required)),
                tag("label", attr("for", id), text(option.words())));
    }

    /** Field {@code n} of a form is sent as f{n}. */
    static Html field(String card, int n, Card.Field field) {
        var id = card + "-f" + n;
        return box(
                "div",
                "field",
                tag(
                        "label",
                        attr("for", id),
                        text(field.name()),
                        text(" "),
                        box("span", "hint", text(field.required() ? "required" : "optional"))),
                when(
                        !field.description().isEmpty(),
                        tag(
                                "p",
                                attr("class", "hint"),
                                attr("id", id + "-about"),
                                text(field.description()))),
                input(id, n, field));
    }

    private static Html input(String id, int n, Card.Field field) {
        var common = common(id, n, field);
        if (!field.options().isEmpty()) {
            return select(common, numbered(field.options()));
        }
        return switch (field.type()) {
            case "boolean" ->
                select(common, List.of(new Option("true", "yes"), new Option("false", "no")));
            case "integer" -> line(common, attr("type", "number"), attr("step", "1"));
            case "number" -> line(common, attr("type", "number"), attr("step", "any"));
            case "object", "array" ->
                tag(
                        "textarea",
                        common,
                        attr("rows", "4"),
                        attr("class", "code"),
                        attr("spellcheck", "false"));
            default -> line(common, attr("type", "text"), attr("autocomplete", "off"));
        };
    }

    private static Html line(Html common, Html type, Html more) {
        return tag("input", common, type, more);
    }

    private static Html select(Html common, List<Option> options) {
        return tag(
                "select",
                common,
                tag("option", attr("value", ""), text("Choose…")),
                Html.each(
                        options,
                        option -> tag(
                                "option", attr("value", option.value()), text(option.words()))));
    }

    private static Html common(String id, int n, Card.Field field) {
        return many(
                attr("id", id),
                attr("name", "f" + n),
                flag("required", field.required()),
                field.description().isEmpty()
                        ? Html.NOTHING
                        : attr("aria-describedby", id + "-about"));
    }
}
