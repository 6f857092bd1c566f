package dev.countersign.channels.email.review;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Field;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.Card.Prompt;
import dev.countersign.channels.Choice;
import dev.countersign.channels.email.letter.HtmlView;

/** The form on the page: a choice without preselection, and a button that alone does nothing. */
final class ReviewForm {
    private static final int LONGEST_REASON = 2_000;

    private ReviewForm() {}

    static String of(Card card, String nonce) {
        var out = new StringBuilder("<form method=\"post\" autocomplete=\"off\">\n");
        out.append("<input type=\"hidden\" name=\"nonce\" value=\"")
                .append(esc(nonce))
                .append("\">\n");
        switch (card.kind()) {
            case APPROVE -> verdict(out);
            case ASK -> prompts(out, card);
            case FORM -> card.fields().forEach(field -> field(out, field));
            case EXTERNAL -> outcome(out, card);
        }
        if (card.level() == Level.HIGH) {
            out.append("<p><label for=\"code\">The code from the mail</label><br>")
                    .append("<input id=\"code\" name=\"code\" required maxlength=\"12\"")
                    .append(" autocapitalize=\"characters\" spellcheck=\"false\"></p>\n");
        }
        return out.append("<p><button type=\"submit\">Send my decision</button></p>\n</form>\n")
                .toString();
    }

    private static void verdict(StringBuilder out) {
        out.append("<fieldset><legend>Your decision</legend>\n");
        choice(out, "radio", "verdict", "approve", "Approve");
        choice(out, "radio", "verdict", "reject", "Reject");
        out.append("</fieldset>\n");
        area(out, "reason", "Reason (the agent reads it when you reject)", false);
    }

    private static void prompts(StringBuilder out, Card card) {
        int i = 0;
        for (var prompt : card.prompts()) {
            prompt(out, prompt, i++);
        }
    }

    private static void prompt(StringBuilder out, Prompt prompt, int i) {
        if (prompt.choices().isEmpty()) {
            area(out, "text-" + i, prompt.question(), true);
            return;
        }
        out.append("<fieldset><legend>").append(esc(prompt.question())).append("</legend>\n");
        for (var one : prompt.choices()) {
            choice(out, prompt.multiple() ? "checkbox" : "radio", "answer-" + i, one, one);
        }
        out.append("</fieldset>\n");
        area(out, "text-" + i, "Or something else", false);
    }

    private static void field(StringBuilder out, Field field) {
        var name = "field-" + field.name();
        var need = field.required() ? " required" : "";
        out.append("<p><label for=\"")
                .append(esc(name))
                .append("\">")
                .append(esc(field.name()))
                .append("</label> <small>")
                .append(esc(field.description()))
                .append("</small><br>");
        if (field.options().isEmpty()) {
            out.append("<input id=\"")
                    .append(esc(name))
                    .append("\" name=\"")
                    .append(esc(name))
                    .append("\"")
                    .append(need)
                    .append("></p>\n");
            return;
        }
        out.append("<select id=\"")
                .append(esc(name))
                .append("\" name=\"")
                .append(esc(name))
                .append("\"")
                .append(need)
                .append("><option value=\"\"></option>");
        for (var option : field.options()) {
            out.append("<option value=\"")
                    .append(esc(option))
                    .append("\">")
                    .append(esc(option))
                    .append("</option>");
        }
        out.append("</select></p>\n");
    }

    private static void outcome(StringBuilder out, Card card) {
        out.append("<fieldset><legend>What became of it</legend>\n");
        choice(out, "radio", "result", "ran", "It ran");
        choice(out, "radio", "result", "failed", "It failed");
        if (card.takes(Choice.Result.AGAIN)) {
            choice(out, "radio", "result", "again", "Run it again");
        }
        choice(out, "radio", "result", "give-up", "Give up");
        out.append("</fieldset>\n");
        area(out, "text", "What there is to say about it", false);
    }

    private static void choice(
            StringBuilder out, String type, String name, String value, String label) {
        out.append("<label class=\"choice\"><input type=\"")
                .append(type)
                .append("\" name=\"")
                .append(esc(name))
                .append("\" value=\"")
                .append(esc(value))
                .append("\"")
                .append(type.equals("radio") && !name.startsWith("answer") ? " required" : "")
                .append("> ")
                .append(esc(label))
                .append("</label>\n");
    }

    private static void area(StringBuilder out, String name, String label, boolean required) {
        out.append("<p><label for=\"")
                .append(esc(name))
                .append("\">")
                .append(esc(label))
                .append("</label><br><textarea id=\"")
                .append(esc(name))
                .append("\" name=\"")
                .append(esc(name))
                .append("\" rows=\"3\" maxlength=\"")
                .append(LONGEST_REASON)
                .append("\"")
                .append(required ? " required" : "")
                .append("></textarea></p>\n");
    }

    private static String esc(String words) {
        return HtmlView.escaped(words);
    }
}
