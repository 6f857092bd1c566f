package dev.countersign.channels.email.review;

import dev.countersign.channels.Card;
import dev.countersign.channels.Choice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Reads what was chosen on the page; nothing is preselected, so an empty form is no choice. */
final class Choices {
    private Choices() {}

    static Optional<Choice> of(Card card, FormData form) {
        return switch (card.kind()) {
            case APPROVE -> verdict(form);
            case ASK -> answers(card, form);
            case FORM -> fields(card, form);
            case EXTERNAL -> outcome(form);
        };
    }

    private static Optional<Choice> verdict(FormData form) {
        return switch (form.one("verdict")) {
            case "approve" -> Optional.of(new Choice.Approve(form.filled("reason")));
            case "reject" -> Optional.of(new Choice.Reject(form.filled("reason")));
            default -> Optional.empty();
        };
    }

    private static Optional<Choice> answers(Card card, FormData form) {
        var answers = new ArrayList<List<String>>();
        for (int i = 0; i < card.prompts().size(); i++) {
            var given = new ArrayList<>(form.all("answer-" + i));
            form.filled("text-" + i).ifPresent(given::add);
            given.removeIf(String::isBlank);
            if (given.isEmpty()) {
                return Optional.empty();
            }
            answers.add(given);
        }
        return Optional.of(new Choice.Answer(answers));
    }

    private static Optional<Choice> fields(Card card, FormData form) {
        var values = new LinkedHashMap<String, String>();
        for (var field : card.fields()) {
            form.filled("field-" + field.name()).ifPresent(v -> values.put(field.name(), v));
            if (field.required() && !values.containsKey(field.name())) {
                return Optional.empty();
            }
        }
        return Optional.of(new Choice.Fill(values));
    }

    private static Optional<Choice> outcome(FormData form) {
        var text = form.one("text");
        return switch (form.one("result")) {
            case "ran" -> Optional.of(new Choice.Report(Choice.Result.RAN, text));
            case "failed" -> Optional.of(new Choice.Report(Choice.Result.FAILED, text));
            case "again" -> Optional.of(new Choice.Report(Choice.Result.AGAIN, text));
            case "give-up" -> Optional.of(new Choice.Report(Choice.Result.GIVE_UP, text));
            default -> Optional.empty();
        };
    }
}
