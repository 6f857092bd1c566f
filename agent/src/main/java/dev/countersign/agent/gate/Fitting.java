package dev.countersign.agent.gate;

import dev.countersign.agent.run.Gate.GrantBounds;
import dev.countersign.agent.run.Question;
import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Field;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Choice.GrantWish;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Whether a choice fits the question it was made about; if not, in words. */
final class Fitting {
    private Fitting() {}

    static Optional<String> problem(Card card, Choice choice) {
        boolean fits =
                switch (choice) {
                    case Choice.Approve c -> card.kind() == Card.Kind.APPROVE;
                    case Choice.Edit c -> card.kind() == Card.Kind.APPROVE;
                    case Choice.Reject c -> card.kind() != Card.Kind.EXTERNAL;
                    case Choice.Answer c -> card.kind() == Card.Kind.ASK;
                    case Choice.Fill c -> card.kind() == Card.Kind.FORM;
                    case Choice.Report c -> card.kind() == Card.Kind.EXTERNAL;
                    case Choice.BreakGlass c -> card.kind() == Card.Kind.APPROVE;
                    case Choice.AskAgain c -> false;
                };
        if (!fits) {
            return Optional.of("This question takes " + Gatekeeper.wanted(card) + ".");
        }
        return switch (choice) {
            case Choice.Answer answer -> answers(card, answer.answers());
            case Choice.Fill fill -> fields(card.fields(), fill);
            case Choice.Approve c -> Optional.empty();
            case Choice.Edit c -> Optional.empty();
            case Choice.Reject c -> Optional.empty();
            case Choice.Report c -> Optional.empty();
            case Choice.BreakGlass c -> Optional.empty();
            case Choice.AskAgain c -> Optional.empty();
        };
    }

    private static Optional<String> answers(Card card, List<List<String>> answers) {
        int asked = card.prompts().size();
        if (answers.size() != asked) {
            return Optional.of(
                    asked + " questions are asked, and " + answers.size() + " are answered.");
        }
        for (int i = 0; i < asked; i++) {
            var prompt = card.prompts().get(i);
            var given = answers.get(i);
            if (given.stream().allMatch(String::isBlank)) {
                return Optional.of("\"" + prompt.question() + "\" has no answer yet.");
            }
            if (!prompt.multiple() && given.size() > 1) {
                return Optional.of("\"" + prompt.question() + "\" takes one answer.");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> fields(List<Field> fields, Choice.Fill fill) {
        for (var name : fill.values().keySet()) {
            if (fields.stream().noneMatch(f -> f.name().equals(name))) {
                return Optional.of("There is no field " + name + " in this form.");
            }
        }
        return fields.stream()
                .map(f -> field(f, Optional.ofNullable(fill.values().get(f.name()))))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> field(Field field, Optional<String> value) {
        var given = value.filter(v -> !v.isBlank());
        if (given.isEmpty()) {
            return field.required()
                    ? Optional.of("Field " + field.name() + " is required.")
                    : Optional.empty();
        }
        if (!field.options().isEmpty() && !field.options().contains(given.get())) {
            return Optional.of("Field " + field.name() + " is one of " + field.options() + ".");
        }
        return typed(field, given.get().trim());
    }

    private static Optional<String> typed(Field field, String value) {
        boolean right =
                switch (field.type()) {
                    case "integer" -> value.matches("[+-]?[0-9]{1,18}");
                    case "number" -> isNumber(value);
                    case "boolean" -> value.equals("true") || value.equals("false");
                    default -> true;
                };
        return right
                ? Optional.empty()
                : Optional.of("Field " + field.name() + " is not of type " + field.type() + ".");
    }

    private static boolean isNumber(String value) {
        try {
            return value.length() <= 40 && new BigDecimal(value).scale() < 100;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** What was not run here is not run here again. */
    static Optional<String> outside(Question q, Choice choice) {
        return q.handedOut()
                        && choice instanceof Choice.Report report
                        && report.result() == Choice.Result.AGAIN
                ? Optional.of("It is not run here. Report that it ran, failed or was given up.")
                : Optional.empty();
    }

    /** Whether the rule lets a yes hold for as long and as often as is wished. */
    static Optional<String> wish(Question q, Choice choice, Gatekeeper.Voice by) {
        var wished = choice instanceof Choice.Approve approve
                ? approve.grant()
                : Optional.<GrantWish>empty();
        return by.insteadOf().isPresent() && wished.isPresent()
                ? Optional.of(Sentences.noGrantForOthers())
                : wished.flatMap(wish -> wish(q, wish));
    }

    private static Optional<String> wish(Question q, GrantWish wish) {
        var bounds = q.gate().grants();
        if (bounds.isEmpty()) {
            return Optional.of("Rule " + q.gate().rule()
                    + " allows no grants for this call. Approve it alone; nothing has changed.");
        }
        var arguments = q.card().offer().map(Card.Offer::arguments).orElse(List.of());
        var strange =
                wish.same().stream().filter(name -> !arguments.contains(name)).sorted();
        return within(wish, bounds.get())
                ? strange.findFirst()
                        .map(name -> "\"" + name + "\" is no argument of this call,"
                                + " so it cannot stay the same. Nothing has changed.")
                : Optional.of("Rule " + q.gate().rule() + " allows grants for "
                        + bounds.get().maxFor().toMinutes() + " minutes and "
                        + bounds.get().maxUses() + " uses at most. Nothing has changed.");
    }

    private static boolean within(GrantWish wish, GrantBounds bounds) {
        boolean time = wish.maxFor()
                .filter(d -> d.isNegative() || d.isZero() || d.compareTo(bounds.maxFor()) > 0)
                .isEmpty();
        return time && wish.maxUses().stream().allMatch(n -> n >= 1 && n <= bounds.maxUses());
    }
}
