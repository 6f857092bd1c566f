package dev.countersign.agent.gate;

import dev.countersign.agent.gate.Judgement.AlreadyDecided;
import dev.countersign.agent.gate.Judgement.Denied;
import dev.countersign.agent.gate.Judgement.Edits;
import dev.countersign.agent.gate.Judgement.Granted;
import dev.countersign.agent.gate.Judgement.NeedsMore;
import dev.countersign.agent.gate.Judgement.NotAllowed;
import dev.countersign.agent.gate.Judgement.Superseded;
import dev.countersign.agent.gate.Judgement.TooLate;
import dev.countersign.agent.gate.Judgement.Unclear;
import dev.countersign.agent.run.Gate.Approvers;
import dev.countersign.agent.run.Question;
import dev.countersign.channels.Card;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Outbound.Settlement;

import java.time.Instant;
import java.util.Optional;

/** Says what somebody's choice about a question means. Pure: time and groups are given. */
public final class Gatekeeper {
    private Gatekeeper() {}

    /** Who chose: a person we know, asked for their groups as they are now. */
    public interface Chooser {
        String name();

        boolean isIn(String group);
    }

    public static Judgement judge(
            Question q, String requester, Chooser who, Inbound.Chose chose, Instant at) {
        return mayDecide(q, requester, who)
                .or(() -> stillOpen(q, chose, at))
                .or(() -> sureEnough(q, chose))
                .or(() -> unfit(q, chose.choice()))
                .or(() -> secondVote(q, chose.choice(), who))
                .orElseGet(() -> counted(q, chose.choice(), who));
    }

    /** Whether this person could decide this question at all. */
    public static boolean mayDecide(Approvers approvers, Chooser who) {
        return approvers.anyone()
                || approvers.people().contains(who.name())
                || approvers.groups().stream().anyMatch(who::isIn);
    }

    /** Whether this person is among those whom the question is for. */
    public static boolean isFor(Question q, String requester, Chooser who) {
        return mayDecide(q.gate().approvers(), who) && !excluded(q, requester, who.name());
    }

    /** Whether this person is left out because they asked, or because they wrote the arguments. */
    public static boolean excluded(Question q, String requester, String person) {
        return !q.gate().approvers().self()
                && (person.equals(requester)
                        || q.editor().filter(person::equals).isPresent());
    }

    private static Optional<Judgement> mayDecide(Question q, String requester, Chooser who) {
        if (!mayDecide(q.gate().approvers(), who)) {
            return Optional.of(
                    new NotAllowed(Sentences.notAmong(q.key(), q.gate().approvers(), who.name())));
        }
        return excluded(q, requester, who.name())
                ? Optional.of(new NotAllowed(Sentences.excluded(q, who.name().equals(requester))))
                : Optional.empty();
    }

    private static Optional<Judgement> stillOpen(Question q, Inbound.Chose chose, Instant at) {
        if (q.settled().isPresent()) {
            return Optional.of(closed(q.settled().get()));
        }
        if (chose.version().isPresent() && chose.version().getAsInt() != q.version()) {
            return Optional.of(new Superseded(Sentences.superseded(q)));
        }
        return q.timing().expires().filter(end -> !at.isBefore(end)).isPresent()
                ? Optional.of(new TooLate(Sentences.expired(q.timing().expires().get())))
                : Optional.empty();
    }

    private static Judgement closed(Settlement how) {
        return switch (how.ending()) {
            case APPROVED, REJECTED, ANSWERED -> new AlreadyDecided(Sentences.already(how));
            case EXPIRED -> new TooLate(Sentences.expired(how.at()));
            case CANCELLED -> new TooLate(Sentences.cancelled(how));
            case SUPERSEDED -> new Superseded(Sentences.replaced());
        };
    }

    private static Optional<Judgement> sureEnough(Question q, Inbound.Chose chose) {
        return chose.speaker().assurance().atLeast(q.gate().assurance())
                ? Optional.empty()
                : Optional.of(new NotAllowed(Sentences.notSureEnough(q)));
    }

    private static Optional<Judgement> unfit(Question q, Choice choice) {
        return Fitting.problem(q.card(), choice)
                .or(() -> Fitting.wish(q, choice))
                .map(Unclear::new);
    }

    /** A yes counts once; until the decision falls, who gave it may still say no. */
    private static Optional<Judgement> secondVote(Question q, Choice choice, Chooser who) {
        return q.votes().stream()
                .filter(v -> choice instanceof Choice.Approve && v.by().equals(who.name()))
                .findFirst()
                .map(v -> new AlreadyDecided(Sentences.votedBefore(v)));
    }

    private static Judgement counted(Question q, Choice choice, Chooser who) {
        return switch (choice) {
            case Choice.Reject reject ->
                new Denied(reject, "Rejected by " + who.name() + ". The call will not run.");
            case Choice.Edit edit ->
                new Edits(edit, "The arguments were changed by " + who.name() + ".");
            case Choice.Approve approve -> yes(q, approve, who);
            case Choice.Answer answer ->
                new Granted(answer, "Answered by " + who.name() + ". The run goes on.");
            case Choice.Fill fill ->
                new Granted(fill, "Filled in by " + who.name() + ". The run goes on.");
            case Choice.Report report ->
                new Granted(report, "Reported by " + who.name() + ". The run goes on.");
        };
    }

    /** One person's yes: enough, or one of several. */
    public static Judgement yes(Question q, Choice choice, Chooser who) {
        int missing = q.gate().approvers().needed() - q.votes().size() - 1;
        return missing <= 0
                ? new Granted(choice, "Approved by " + who.name() + ". The call runs now.")
                : new NeedsMore(
                        missing,
                        "Your approval is counted; "
                                + missing
                                + (missing == 1 ? " more is needed." : " more are needed."));
    }

    /** What a person is told whose yes has met a rule that wants more by now. */
    public static String askedAgain(Question q) {
        return Sentences.askedAgain(q);
    }

    /** What a person is told who may decide, but could not do themselves what they approve. */
    public static Judgement unable(Question q, String why) {
        return new NotAllowed(Sentences.unable(q, why));
    }

    /** What kind of answer a card takes, for the sentence that asks for another. */
    static String wanted(Card card) {
        return switch (card.kind()) {
            case APPROVE -> "approve, reject or an edit";
            case ASK -> "an answer to each question";
            case FORM -> "the fields of the form";
            case EXTERNAL -> "an outcome: ran, failed, again or give-up";
        };
    }
}
