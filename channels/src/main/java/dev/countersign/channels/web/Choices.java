package dev.countersign.channels.web;

import dev.countersign.channels.Card;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Choice.GrantWish;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads a decision form back into a choice; pure. */
final class Choices {
    private Choices() {}

    /** What was chosen; empty when the form says nothing that this card asks for. */
    static Optional<Choice> from(Form form, Card card) {
        return switch (form.first("verdict")) {
            case "approve" -> Optional.of(new Choice.Approve(form.written("reason")));
            case "grant" -> granting(form, card);
            case "break-glass" ->
                Optional.of(new Choice.BreakGlass(form.first("reason").strip()));
            case "ask-again" -> Optional.of(new Choice.AskAgain());
            case "reject" -> Optional.of(new Choice.Reject(form.written("reason")));
            case "edit" ->
                form.written("arguments")
                        .map(arguments -> new Choice.Edit(arguments, form.written("reason")));
            case "answer" -> Optional.of(new Choice.Answer(answers(form, card.prompts())));
            case "fill" -> Optional.of(new Choice.Fill(values(form, card.fields())));
            case "report" ->
                result(form)
                        .map(result ->
                                new Choice.Report(result, form.first("text").strip()));
            default -> Optional.empty();
        };
    }

    /** A yes that holds for longer; the arguments that were ticked must stay the same. */
    private static Optional<Choice> granting(Form form, Card card) {
        var names = card.offer().map(Card.Offer::arguments).orElse(List.of());
        var same = form.all("same").stream()
                .flatMap(number -> option(number, names).stream())
                .collect(Collectors.toSet());
        var uses = form.first("uses").strip();
        var most = uses.matches("[0-9]{1,6}")
                ? OptionalInt.of(Integer.parseInt(uses))
                : OptionalInt.empty();
        return switch (form.first("for")) {
            case "run" -> granting(form, new GrantWish(true, Optional.empty(), most, same));
            case "time" ->
                granting(
                        form,
                        new GrantWish(false, card.offer().map(Card.Offer::maxFor), most, same));
            case "uses" ->
                most.isPresent()
                        ? granting(form, new GrantWish(false, Optional.empty(), most, same))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Choice> granting(Form form, GrantWish wish) {
        return Optional.of(new Choice.Approve(form.written("reason"), Optional.of(wish)));
    }

    private static List<List<String>> answers(Form form, List<Card.Prompt> prompts) {
        return IntStream.range(0, prompts.size())
                .mapToObj(n -> answer(form, n, prompts.get(n)))
                .toList();
    }

    /** Own words beside a single choice replace it, beside several they are one more. */
    private static List<String> answer(Form form, int n, Card.Prompt prompt) {
        var words = form.written("t" + n);
        var answers = new ArrayList<String>();
        if (prompt.multiple() || words.isEmpty()) {
            form.all("a" + n)
                    .forEach(number -> option(number, prompt.choices()).ifPresent(answers::add));
        }
        words.ifPresent(answers::add);
        return answers;
    }

    private static LinkedHashMap<String, String> values(Form form, List<Card.Field> fields) {
        var values = new LinkedHashMap<String, String>();
        for (int n = 0; n < fields.size(); n++) {
            var field = fields.get(n);
            var written = form.written("f" + n);
            var value = field.options().isEmpty()
                    ? written
                    : written.flatMap(number -> option(number, field.options()));
            value.ifPresent(v -> values.put(field.name(), v));
        }
        return values;
    }

    /** Choices are sent by their number. */
    private static Optional<String> option(String number, List<String> options) {
        return IntStream.range(0, options.size())
                .filter(i -> String.valueOf(i).equals(number))
                .mapToObj(options::get)
                .findFirst();
    }

    private static Optional<Choice.Result> result(Form form) {
        return switch (form.first("result")) {
            case "ran" -> Optional.of(Choice.Result.RAN);
            case "failed" -> Optional.of(Choice.Result.FAILED);
            case "again" -> Optional.of(Choice.Result.AGAIN);
            case "give-up" -> Optional.of(Choice.Result.GIVE_UP);
            default -> Optional.empty();
        };
    }
}
