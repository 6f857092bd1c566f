package dev.countersign.agent.gate;

import dev.countersign.channels.Choice;
import dev.countersign.channels.Questions.Verdict;

/** What a choice meant; each case has one sentence for the human, the same in every channel. */
public sealed interface Judgement {
    String sentence();

    /** The choice decides the question in favour of the call, or answers it. */
    record Granted(Choice choice, String sentence) implements Judgement {}

    /** The choice ends the question with a no. */
    record Denied(Choice.Reject choice, String sentence) implements Judgement {}

    /** The yes counts, and more people are needed. */
    record NeedsMore(int missing, String sentence) implements Judgement {}

    /** The arguments are to be changed; the call is judged again. */
    record Edits(Choice.Edit choice, String sentence) implements Judgement {}

    record NotAllowed(String sentence) implements Judgement {}

    record TooLate(String sentence) implements Judgement {}

    record AlreadyDecided(String sentence) implements Judgement {}

    record Superseded(String sentence) implements Judgement {}

    record Unclear(String sentence) implements Judgement {}

    /** Whether somebody's approval counts; answers and reports approve nothing. */
    default boolean isYes() {
        return switch (this) {
            case Granted j ->
                j.choice() instanceof Choice.Approve
                        || j.choice() instanceof Choice.Edit
                        || j.choice() instanceof Choice.BreakGlass;
            case NeedsMore j -> true;
            case Denied j -> false;
            case Edits j -> false;
            case NotAllowed j -> false;
            case TooLate j -> false;
            case AlreadyDecided j -> false;
            case Superseded j -> false;
            case Unclear j -> false;
        };
    }

    /** The same in the words that a door of ours answers with. */
    default Verdict verdict() {
        return switch (this) {
            case Granted j -> Verdict.RECORDED;
            case Denied j -> Verdict.RECORDED;
            case Edits j -> Verdict.RECORDED;
            case NeedsMore j -> Verdict.COUNTED;
            case NotAllowed j -> Verdict.NOT_ALLOWED;
            case TooLate j -> Verdict.TOO_LATE;
            case AlreadyDecided j -> Verdict.ALREADY_DECIDED;
            case Superseded j -> Verdict.SUPERSEDED;
            case Unclear j -> Verdict.UNCLEAR;
        };
    }
}
