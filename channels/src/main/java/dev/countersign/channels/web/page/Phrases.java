package dev.countersign.channels.web.page;

import dev.countersign.channels.Card;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.web.desk.RunView;

import java.util.ArrayList;
import java.util.List;

/** States in words, the same on every page. */
final class Phrases {
    private Phrases() {}

    static String phase(RunView.Phase phase) {
        return switch (phase) {
            case THINKING -> "Thinking";
            case ACTING -> "At work";
            case RESTING -> "Answered";
            case CLOSED -> "Closed";
        };
    }

    /** A run at work whose questions are open waits for people. */
    static String phase(RunView.Phase phase, int open) {
        return open > 0 ? "Waiting for people" : phase(phase);
    }

    static String tone(RunView.Phase phase, int open) {
        if (open > 0) {
            return "waits";
        }
        return switch (phase) {
            case THINKING, ACTING -> "busy";
            case RESTING -> "good";
            case CLOSED -> "over";
        };
    }

    static String call(RunView.CallView call) {
        return switch (call.state()) {
            case PROPOSED -> "being judged";
            case GATED -> "waiting for people";
            case CLEARED -> "may run, about to start";
            case STARTED -> "running";
            case DONE -> failed(call) ? "ran, reported an error" : "done";
            case REFUSED -> "not run";
            case LOST -> "outcome unknown";
            case DELEGATED -> "handed on";
        };
    }

    static String tone(RunView.CallView call) {
        return switch (call.state()) {
            case PROPOSED, CLEARED, STARTED, DELEGATED -> "busy";
            case GATED -> "waits";
            case DONE -> failed(call) ? "bad" : "good";
            case REFUSED -> "over";
            case LOST -> "bad";
        };
    }

    private static boolean failed(RunView.CallView call) {
        return call.outcome().filter(RunView.Outcome::error).isPresent();
    }

    static String wanted(Card.Kind kind) {
        return switch (kind) {
            case APPROVE -> "Approval needed";
            case ASK -> "Question";
            case FORM -> "Details needed";
            case EXTERNAL -> "Outcome needed";
        };
    }

    static String was(Card.Kind kind) {
        return switch (kind) {
            case APPROVE -> "Approval";
            case ASK -> "Question";
            case FORM -> "Details";
            case EXTERNAL -> "Outcome";
        };
    }

    static String level(Card.Level level) {
        return switch (level) {
            case NORMAL -> "Normal";
            case HIGH -> "High stakes";
            case CRITICAL -> "Critical";
        };
    }

    static String ending(Ending ending) {
        return switch (ending) {
            case APPROVED -> "Approved";
            case REJECTED -> "Rejected";
            case ANSWERED -> "Answered";
            case EXPIRED -> "Expired";
            case CANCELLED -> "Cancelled";
            case SUPERSEDED -> "Replaced";
        };
    }

    /** Who ended it and where, as in "Approved by dana in slack". */
    static String ended(Settlement settlement) {
        var who = settlement.by().map(by -> " by " + by).orElse("");
        var where = settlement.channel().isEmpty() ? "" : " over " + settlement.channel();
        return ending(settlement.ending()) + who + where;
    }

    static String deciders(Card card) {
        var deciders = card.deciders();
        var verb = verb(card.kind());
        if (deciders.anyone()) {
            return "Anyone who is signed in may " + verb;
        }
        var names = new ArrayList<>(deciders.people());
        deciders.groups().forEach(group -> names.add("group " + group));
        if (names.isEmpty()) {
            return "Nobody may " + verb;
        }
        return "May " + verb + ": " + listed(names);
    }

    private static String verb(Card.Kind kind) {
        return switch (kind) {
            case APPROVE -> "decide";
            case ASK -> "answer";
            case FORM -> "fill it in";
            case EXTERNAL -> "report";
        };
    }

    /** From the top of a long card to where something is to be done. */
    static String jump(Card.Kind kind) {
        return switch (kind) {
            case APPROVE -> "To Approve and Reject";
            case ASK -> "To the answer";
            case FORM -> "To the fields";
            case EXTERNAL -> "To the outcome";
        };
    }

    static String listed(List<String> names) {
        var last = names.size() - 1;
        return last == 0
                ? names.getFirst()
                : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    static String counted(Card.Deciders deciders) {
        return deciders.have() + " of " + deciders.needed() + " have approved";
    }
}
