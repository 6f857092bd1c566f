package dev.countersign.agent.machine;

import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.CallState.Outcome;

import java.time.Duration;
import java.util.Optional;

/**
 * What the model is told about a call. The first sentences are fixed: expired is not rejected,
 * unknown is not failed, and nothing is made up.
 */
public final class Told {
    private Told() {}

    /** The most of a result that goes to the model; more of it is kept with the call. */
    private static final int MODEL_RESULT = 16 * 1024;

    static Outcome outcome(Call call) {
        return switch (call.state()) {
            case CallState.Done done -> edited(call, cut(done.outcome()));
            case CallState.Refused refused -> new Outcome(refused.told(), true);
            case CallState.Proposed s -> unfinished(call);
            case CallState.Gated s -> unfinished(call);
            case CallState.Cleared s -> unfinished(call);
            case CallState.Started s -> unfinished(call);
            case CallState.Lost s -> unfinished(call);
            case CallState.Delegated s -> unfinished(call);
        };
    }

    private static Outcome unfinished(Call call) {
        throw new IllegalStateException("call " + call.id() + " has no outcome yet");
    }

    private static Outcome cut(Outcome outcome) {
        int left = outcome.text().length() - MODEL_RESULT;
        return left <= 0
                ? outcome
                : new Outcome(
                        outcome.text().substring(0, MODEL_RESULT)
                                + "\n… "
                                + left
                                + " more characters were left out; ask for less at a time.",
                        outcome.error());
    }

    private static Outcome edited(Call call, Outcome outcome) {
        return call.edited()
                ? new Outcome(
                        "Run with arguments changed by a person: "
                                + call.arguments()
                                + "\n"
                                + outcome.text(),
                        outcome.error())
                : outcome;
    }

    static String rejected(Optional<String> reason) {
        return reason.filter(r -> !r.isBlank())
                .map(r -> "Tool call was rejected by user. Reason: " + r)
                .orElse("Tool call was rejected by user.");
    }

    static String expired(Duration waited) {
        return "No decision was made within "
                + words(waited)
                + ". The tool call was not run. Nobody rejected it.";
    }

    static String unreported(Duration waited) {
        return "The tool call was handed out, and nobody reported an outcome within "
                + words(waited) + ". Whether it was run is not known. It was not run here.";
    }

    static String unreachable(Duration waited) {
        return "Nobody could be reached to decide within "
                + words(waited)
                + ". The tool call was not run.";
    }

    static String cancelled(String who) {
        return "The request was cancelled by " + who + ". The tool call was not run.";
    }

    static String notPermitted(String rule) {
        return "Policy does not allow this tool call (" + rule + "). It was not run.";
    }

    static String changed(String what) {
        return what + " changed after approval. The tool call was not run.";
    }

    public static String unknown(String known) {
        return "The tool call was started and its outcome is not known. It was not repeated."
                + (known.isBlank() ? "" : " " + known);
    }

    static String overLimit(String name, int value) {
        return "Limit " + name + " (" + value + ") reached. The tool call was not run.";
    }

    static String overBudget(String usedUp) {
        return "This run has " + usedUp + ". The tool call was not run.";
    }

    /** Public, because the engine says it before it asks a model. */
    public static String budgetIsUsed(String usedUp) {
        return "This run has " + usedUp + "; it is closed. Start another run to go on, or raise"
                + " the budget of the agent (budget) or of every run (limits.runTokens).";
    }

    static String mistakable(String id) {
        return "Several different calls of this turn carry the id "
                + id
                + ". The tool call was not run; give each call an id of its own.";
    }

    static String reported(String who, String text) {
        return "Reported by " + who + ", not by the tool: " + (text.isBlank() ? "it ran." : text);
    }

    /** A duration as a person says it. */
    public static String words(Duration d) {
        if (d.toMinutes() < 2) {
            return d.toSeconds() + " seconds";
        }
        if (d.toHours() < 2) {
            return d.toMinutes() + " minutes";
        }
        return d.toMinutesPart() == 0
                ? d.toHours() + " hours"
                : d.toHours() + " hours " + d.toMinutesPart() + " minutes";
    }
}
