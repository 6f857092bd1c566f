package dev.countersign.channels.slack.block;

import com.google.gson.JsonObject;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Prompt;
import dev.countersign.channels.Choice;
import dev.countersign.channels.slack.block.Filled.Reading;
import dev.countersign.channels.slack.kit.Kit;
import dev.countersign.channels.slack.kit.Wording;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** The modal in which the questions of an agent are answered. */
public final class AnswerModal {
    private static final int MOST_PROMPTS = 20;
    private static final int FEW = 10;
    private static final int LABEL = 300;
    private static final int LISTED = 2900;

    private AnswerModal() {}

    public static JsonObject of(Card card, String memo) {
        var blocks = new ArrayList<JsonObject>();
        for (int i = 0; i < Math.min(card.prompts().size(), MOST_PROMPTS); i++) {
            prompt(blocks, i, card.prompts().get(i));
        }
        if (card.prompts().size() > MOST_PROMPTS) {
            blocks.add(Kit.context(Kit.plain((card.prompts().size() - MOST_PROMPTS)
                    + " more questions do not fit here; answer all of them in the console.")));
        }
        return Kit.submitting(Kit.modal("answer", "Answer", memo, blocks), "Answer");
    }

    private static void prompt(List<JsonObject> blocks, int index, Prompt prompt) {
        var label = Wording.shortened(
                prompt.question().isBlank() ? "Your answer" : prompt.question(), LABEL);
        if (Wording.visible(prompt.question()).length() > LABEL) {
            blocks.add(Kit.richText(Kit.quote(Wording.shortened(prompt.question(), LISTED))));
        }
        if (prompt.choices().isEmpty()) {
            blocks.add(Modals.text("text_" + index, label, Fields.MOST_VALUE));
            return;
        }
        if (prompt.choices().stream().anyMatch(choice -> choice.length() > 75)) {
            blocks.add(Kit.richText(Kit.words(Wording.shortened(listed(prompt), LISTED))));
        }
        var none = Optional.<String>empty();
        blocks.add(Kit.optional(Kit.input("choice_" + index, label, choices(prompt), none)));
        blocks.add(Kit.optional(
                Modals.text("text_" + index, "Or in your own words", Fields.MOST_VALUE)));
    }

    private static String listed(Prompt prompt) {
        var text = new StringBuilder();
        for (int i = 0; i < prompt.choices().size(); i++) {
            text.append(i + 1).append(". ").append(prompt.choices().get(i)).append('\n');
        }
        return text.toString().stripTrailing();
    }

    private static JsonObject choices(Prompt prompt) {
        var many = prompt.choices().size() > FEW;
        var json = Kit.typed(
                prompt.multiple()
                        ? many ? "multi_static_select" : "checkboxes"
                        : many ? "static_select" : "radio_buttons");
        json.addProperty("action_id", "value");
        var options = new ArrayList<JsonObject>();
        for (int i = 0; i < prompt.choices().size(); i++) {
            options.add(Fields.option(prompt.choices().get(i), i));
        }
        Fields.group(json, options);
        return json;
    }

    /** The choices as the agent wrote them, by number, and own words after them. */
    public static Reading read(Card card, Filled filled) {
        var answers = new ArrayList<List<String>>();
        var errors = new HashMap<String, String>();
        for (int i = 0; i < Math.min(card.prompts().size(), MOST_PROMPTS); i++) {
            var answer = answer(card.prompts().get(i), filled, i);
            if (answer.isEmpty()) {
                errors.put("text_" + i, "Please choose or write an answer.");
            }
            answers.add(answer);
        }
        return errors.isEmpty()
                ? new Reading.Fine(new Choice.Answer(answers))
                : new Reading.Wrong(errors);
    }

    private static List<String> answer(Prompt prompt, Filled filled, int index) {
        var answer = new ArrayList<String>();
        filled.all("choice_" + index)
                .forEach(number -> Fields.at(prompt.choices(), number).ifPresent(answer::add));
        filled.first("text_" + index).ifPresent(answer::add);
        return answer;
    }
}
