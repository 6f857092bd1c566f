package dev.countersign.bot.http;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.channels.Choice;
import dev.countersign.channels.Choice.GrantWish;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads what somebody chose from the body of a decision. */
final class Choices {

    private Choices() {}

    static Choice in(Body body) {
        return switch (body.exactlyOne(List.of("verdict", "answers", "outcome"))) {
            case "verdict" -> verdict(body);
            case "answers" -> answers(body.node("answers"));
            default -> outcome(body.node("outcome"));
        };
    }

    /** What a requirement is resolved by, in the words of the requirements API. */
    static Choice resolving(Body body) {
        return switch (body.exactlyOne(List.of("confirmed", "answers", "values", "result"))) {
            case "confirmed" -> {
                var note = body.optional("note").filter(text -> !text.isBlank());
                if (!body.node("confirmed").isBoolean()) {
                    throw Problem.invalid("confirmed: must be true or false.");
                }
                yield body.node("confirmed").booleanValue()
                        ? new Choice.Approve(note)
                        : new Choice.Reject(note);
            }
            case "answers" -> answers(body.node("answers"));
            case "values" -> answers(body.node("values"));
            default -> result(body.node("result"));
        };
    }

    /** What came of an external call: in words alone it ran; else as an outcome says. */
    private static Choice result(JsonNode result) {
        return result.isTextual()
                ? new Choice.Report(Choice.Result.RAN, result.textValue())
                : outcome(result);
    }

    private static Choice verdict(Body body) {
        var reason = body.optional("reason").filter(text -> !text.isBlank());
        var verdict = body.text("verdict");
        boolean approves = verdict.equals("approve");
        if (body.has("arguments") && !approves) {
            throw Problem.invalid("arguments: only an approval may change them.");
        }
        if (body.has("grant") && (!approves || body.has("arguments"))) {
            throw Problem.invalid("grant: goes with an approval of the arguments as they are.");
        }
        return switch (verdict) {
            case "approve" ->
                body.has("arguments")
                        ? edit(body.node("arguments"), reason)
                        : new Choice.Approve(reason, grant(body));
            case "reject" -> new Choice.Reject(reason);
            case "break-glass" ->
                new Choice.BreakGlass(reason.orElseThrow(
                        () -> Problem.invalid("reason: breaking the glass needs one.")));
            default -> throw Problem.invalid("verdict: must be approve or reject.");
        };
    }

    /**
     * That the yes holds for later calls: {@code {run, maxFor, maxUses, same}}, all optional. Each
     * narrows it, so one that cannot be read must never be passed over.
     */
    private static Optional<GrantWish> grant(Body body) {
        if (!body.has("grant")) {
            return Optional.empty();
        }
        var grant = body.part("grant", "run", "maxFor", "maxUses", "same");
        return Optional.of(new GrantWish(
                grant.truth("run"),
                grant.optional("maxFor").map(Choices::duration),
                grant.number("maxUses").map(OptionalInt::of).orElseGet(OptionalInt::empty),
                grant.texts("same")));
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.invalid("grant.maxFor: must be like PT30M.");
        }
    }

    private static Choice edit(JsonNode arguments, Optional<String> reason) {
        if (!arguments.isObject()) {
            throw Problem.invalid("arguments: must be an object.");
        }
        return new Choice.Edit(arguments.toString(), reason);
    }

    private static Choice answers(JsonNode answers) {
        if (answers.isObject()) {
            var values = new LinkedHashMap<String, String>();
            answers.properties().forEach(f -> values.put(f.getKey(), text(f.getValue())));
            return new Choice.Fill(values);
        }
        if (!answers.isArray()) {
            throw Problem.invalid("answers: must be a list, or an object for a form.");
        }
        var lists = new ArrayList<List<String>>();
        answers.forEach(item -> lists.add(answer(item.isObject() ? item.path("answer") : item)));
        return new Choice.Answer(lists);
    }

    private static List<String> answer(JsonNode answer) {
        if (answer.isTextual()) {
            return List.of(answer.textValue());
        }
        if (!answer.isArray()) {
            throw Problem.invalid("answers: each must be like {\"answer\": [\"text\"]}.");
        }
        var texts = new ArrayList<String>();
        for (var text : answer) {
            if (!text.isTextual()) {
                throw Problem.invalid("answers: each answer must be text.");
            }
            texts.add(text.textValue());
        }
        return texts;
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private static Choice outcome(JsonNode outcome) {
        if (!outcome.isObject()
                || !outcome.path("text").isMissingNode()
                        && !outcome.path("text").isTextual()) {
            throw Problem.invalid(
                    "outcome: must be like {\"result\": \"ran\", \"text\": \"...\"}.");
        }
        var result =
                switch (outcome.path("result").asText()) {
                    case "ran" -> Choice.Result.RAN;
                    case "failed" -> Choice.Result.FAILED;
                    case "again" -> Choice.Result.AGAIN;
                    case "give-up" -> Choice.Result.GIVE_UP;
                    default ->
                        throw Problem.invalid(
                                "outcome.result: must be ran, failed, again or give-up.");
                };
        return new Choice.Report(result, outcome.path("text").asText(""));
    }
}
