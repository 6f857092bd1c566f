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
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Card;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settlement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Says what somebody's choice about a question means. Pure: time and groups are given. */
public final class Gatekeeper {
    private Gatekeeper() {}

    /** Who chose: a person we know, asked for their groups as they are now. */
    public interface Chooser {
        String name();

        boolean isIn(String group);

        /** Those who are away at this time and whose delegate this person is. */
        default List<Chooser> standsInFor(Instant at) {
            return List.of();
        }
    }

    /** In whose right somebody decides: their own, or that of somebody who is away. */
    public record Voice(String by, Optional<String> insteadOf) {
        @Override
        public String toString() {
            return by + insteadOf.map(absent -> " for " + absent).orElse("");
        }
    }

    public static Judgement judge(
            Question q, String requester, Chooser who, Inbound.Chose chose, Instant at) {
        return switch (chose.choice()) {
            case Choice.AskAgain again -> askAgain(q, requester, who, again, at);
            case Choice.BreakGlass glass ->
                mayBreak(q, requester, who)
                        .or(() -> stillOpen(q, chose, at))
                        .or(() -> fits(q, chose, glass))
                        .orElseGet(() -> new Granted(glass, Sentences.broken(who.name())));
            case Choice.Approve c -> ordinary(q, requester, who, chose, at);
            case Choice.Reject c -> ordinary(q, requester, who, chose, at);
            case Choice.Edit c -> ordinary(q, requester, who, chose, at);
            case Choice.Answer c -> ordinary(q, requester, who, chose, at);
            case Choice.Fill c -> ordinary(q, requester, who, chose, at);
            case Choice.Report c -> ordinary(q, requester, who, chose, at);
        };
    }

    private static Judgement ordinary(
            Question q, String requester, Chooser who, Inbound.Chose chose, Instant at) {
        var voice = voice(q, requester, who, at);
        var by = voice.orElse(new Voice(who.name(), Optional.empty()));
        return allowed(q, requester, who, chose.choice(), voice)
                .or(() -> stillOpen(q, chose, at))
                .or(() -> sureEnough(q, chose))
                .or(() -> unfit(q, chose.choice(), by))
                .or(() -> secondVote(q, chose.choice(), by))
                .orElseGet(() -> counted(q, chose.choice(), by));
    }

    /** An emergency is no way around who asked, or who wrote the arguments. */
    private static Optional<Judgement> mayBreak(Question q, String requester, Chooser who) {
        if (q.gate().breakGlass().stream().noneMatch(who::isIn)) {
            return Optional.of(new NotAllowed(Sentences.noGlass(q)));
        }
        return excluded(q, requester, who.name())
                ? Optional.of(new NotAllowed(Sentences.excluded(q, who.name().equals(requester))))
                : Optional.empty();
    }

    /** It takes a reason, and a channel that is sure of who speaks. */
    private static Optional<Judgement> fits(
            Question q, Inbound.Chose chose, Choice.BreakGlass glass) {
        if (!chose.speaker().assurance().atLeast(Assurance.SIGNED)) {
            return Optional.of(new NotAllowed(Sentences.notSureEnough(q)));
        }
        return glass.reason().isBlank()
                ? Optional.of(new Unclear(Sentences.noReason()))
                : Fitting.problem(q.card(), glass).map(Unclear::new);
    }

    private static Judgement askAgain(
            Question q, String requester, Chooser who, Choice.AskAgain again, Instant at) {
        if (!who.name().equals(requester) && voice(q, requester, who, at).isEmpty()) {
            return new NotAllowed(Sentences.mayNotAskAgain(q));
        }
        var how = q.settled();
        if (how.isEmpty()) {
            return new Unclear(Sentences.stillOpen(q));
        }
        return how.get().ending() == Ending.EXPIRED && q.card().kind() == Card.Kind.APPROVE
                ? new Granted(again, Sentences.again())
                : new Unclear(Sentences.onlyExpired());
    }

    /** Whether this person could decide such a question at all. */
    public static boolean mayDecide(Approvers approvers, Chooser who) {
        return approvers.anyone()
                || approvers.people().contains(who.name())
                || approvers.groups().stream().anyMatch(who::isIn);
    }

    /** Whether this person is left out because they asked, or because they wrote the arguments. */
    static boolean excluded(Question q, String requester, String person) {
        return !q.gate().approvers().self()
                && (person.equals(requester)
                        || q.editor().filter(person::equals).isPresent());
    }

    /** In whose right this person decides the question as it stands; empty where they may not. */
    public static Optional<Voice> voice(Question q, String requester, Chooser who, Instant at) {
        if (excluded(q, requester, who.name())) {
            return Optional.empty();
        }
        if (mayDecide(q.gate().approvers(), who)) {
            return Optional.of(new Voice(who.name(), Optional.empty()));
        }
        return who.standsInFor(at).stream()
                .filter(absent -> mayDecide(q.gate().approvers(), absent))
                .filter(absent -> !excluded(q, requester, absent.name()))
                .map(absent -> new Voice(who.name(), Optional.of(absent.name())))
                .findFirst();
    }

    /** What a program reports that a call was handed out to; it has no other say. */
    public static Judgement reported(Question q, Inbound.Chose chose, Instant at) {
        if (!q.handedOut() || !(chose.choice() instanceof Choice.Report)) {
            return new NotAllowed(Sentences.reportsOnly());
        }
        var by = new Voice(chose.speaker().account(), Optional.empty());
        return stillOpen(q, chose, at)
                .or(() -> unfit(q, chose.choice(), by))
                .orElseGet(() -> counted(q, chose.choice(), by));
    }

    /** Who has said yes at an earlier stage hears that it counts, and may still say no. */
    private static Optional<Judgement> allowed(
            Question q, String requester, Chooser who, Choice choice, Optional<Voice> voice) {
        boolean voted = (choice instanceof Choice.Approve || choice instanceof Choice.Reject)
                && q.votes().stream().anyMatch(v -> v.by().equals(who.name()));
        if (voice.isPresent() || voted) {
            return Optional.empty();
        }
        boolean named = mayDecide(q.gate().approvers(), who);
        return Optional.of(new NotAllowed(
                named
                        ? Sentences.excluded(q, who.name().equals(requester))
                        : Sentences.notAmong(q, who.name())));
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

    private static Optional<Judgement> unfit(Question q, Choice choice, Voice by) {
        return Fitting.problem(q.card(), choice)
                .or(() -> Fitting.outside(q, choice))
                .or(() -> Fitting.wish(q, choice, by))
                .map(Unclear::new);
    }

    /** A yes counts once; until the decision falls, who gave it may still say no. */
    private static Optional<Judgement> secondVote(Question q, Choice choice, Voice by) {
        return choice instanceof Choice.Approve
                ? q.voteOf(by.by())
                        .or(() -> by.insteadOf().flatMap(q::voteOf))
                        .map(v -> new AlreadyDecided(Sentences.votedBefore(v, by.by())))
                : Optional.empty();
    }

    private static Judgement counted(Question q, Choice choice, Voice by) {
        return switch (choice) {
            case Choice.Reject reject ->
                new Denied(reject, "Rejected by " + by + ". The call will not run.");
            case Choice.Edit edit -> new Edits(edit, "The arguments were changed by " + by + ".");
            case Choice.Approve approve -> yes(q, approve, by);
            case Choice.Answer answer ->
                new Granted(answer, "Answered by " + by + ". The run goes on.");
            case Choice.Fill fill -> new Granted(fill, "Filled in by " + by + ". The run goes on.");
            case Choice.Report report ->
                new Granted(report, "Reported by " + by + ". The run goes on.");
            case Choice.BreakGlass glass -> new Granted(glass, Sentences.broken(by.by()));
            case Choice.AskAgain again -> new Unclear(Sentences.stillOpen(q));
        };
    }

    /** One person's yes: enough, or one of several. */
    public static Judgement yes(Question q, Choice choice, Voice by) {
        int missing = q.gate().approvers().needed() - q.have() - 1;
        if (missing > 0) {
            return new NeedsMore(missing, Sentences.counted(missing));
        }
        return q.gate()
                .next()
                .<Judgement>map(
                        next -> new NeedsMore(next.approvers().needed(), Sentences.passed(q, next)))
                .orElseGet(() -> new Granted(choice, "Approved by " + by + ". The call runs now."));
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
