package dev.countersign.agent.machine;

import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.CallState.Refusal;
import dev.countersign.agent.run.Effect;
import dev.countersign.agent.run.Entry.Kind;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.Outbound.Tone;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people and the model say, and the end of a run. */
final class Talking {
    private static final String EMPTY = "The model gave an empty answer.";

    private final Limits limits;

    Talking(Limits limits) {
        this.limits = limits;
    }

    void heard(Draft d, RunEvent.Heard heard) {
        switch (d.run().phase()) {
            case Phase.Resting resting -> {
                sayAndThink(d, heard);
            }
            case Phase.Thinking thinking -> {
                sayAndThink(d, heard);
            }
            case Phase.Acting acting -> {
                var kept = new ArrayList<>(acting.heard());
                kept.add(new Phase.Heard(heard.text(), heard.by()));
                d.enter(new Phase.Acting(acting.words(), acting.calls(), kept));
                d.record(Kind.SAID, Optional.of(heard.by()), Map.of("text", heard.text()));
            }
            case Phase.Closed closed -> {
                // Closed is for good; the front desk says so and starts another run.
            }
        }
    }

    private static void sayAndThink(Draft d, RunEvent.Heard heard) {
        d.count(d.run().counts().heard());
        d.say(new Message.User(heard.text(), heard.by()));
        d.record(Kind.SAID, Optional.of(heard.by()), Map.of("text", heard.text()));
        d.enter(Phase.Thinking.NOW);
        d.want(new Effect.Think());
    }

    void turned(Draft d, RunEvent.Turned turned) {
        if (!(d.run().phase() instanceof Phase.Thinking)) {
            return;
        }
        if (turned.seen() < d.run().counts().messages()) {
            // Somebody spoke while the model was thinking: it thinks again, knowing what was said.
            d.want(new Effect.Think());
            return;
        }
        d.count(d.run().counts().turned(turned.bill()));
        d.say(turned.turn());
        d.record(Kind.TURN, Optional.empty(), details(turned));
        var usedUp = turned.budget().usedUp(d.run().counts());
        if (turned.turn().proposals().isEmpty()) {
            answer(d, turned.turn().text());
        } else if (d.run().counts().sinceHuman() > limits.turnsBetweenMessages()) {
            var max = limits.turnsBetweenMessages();
            refuseAll(
                    d,
                    turned.turn().proposals(),
                    Told.overLimit("turnsBetweenMessages", max),
                    "The agent took " + max + " turns without an answer"
                            + " (limit turnsBetweenMessages); the run is closed.");
        } else if (usedUp.isPresent()) {
            refuseAll(
                    d,
                    turned.turn().proposals(),
                    Told.overBudget(usedUp.get()),
                    Told.budgetIsUsed(usedUp.get()));
        } else {
            act(d, turned.turn());
        }
    }

    /** A turn of our own: the model is told the outcome as if it had asked once more itself. */
    void askedAgain(Draft d, RunEvent.AskedAgain again) {
        if (!(d.run().phase() instanceof Phase.Resting)) {
            return;
        }
        var q = again.expired();
        var by = again.vote().by();
        var call = again.call();
        var proposal =
                new Message.Proposal(againId(q.key().value()), call.tool(), call.arguments());
        d.count(d.run().counts().turned(Run.Bill.NONE).heard());
        d.say(new Message.User(
                "Nobody decided in time about: " + q.card().title() + ". " + by
                        + " asked for it again.",
                by));
        var turn = new Message.Assistant("", List.of(proposal), "");
        d.say(turn);
        d.record(Kind.TURN, Optional.of(by), q, Map.of("again", q.key().value()));
        q.settled()
                .ifPresent(how -> d.show(
                        q.key(),
                        q.version(),
                        how.withEffect("Asked again by " + by + ", as a new question."),
                        q.places()));
        act(d, turn);
    }

    /** By this a call is known as the one that asks for an expired one again. */
    static String againId(String key) {
        return "again_" + key;
    }

    private static void answer(Draft d, String text) {
        var answer = text.isBlank() ? EMPTY : text;
        d.enter(new Phase.Resting(answer));
        d.record(Kind.ANSWER, Optional.empty(), Map.of());
        d.tell(text.isBlank() ? Tone.NOTICE : Tone.ANSWER, answer);
    }

    /** What the record says of a turn: its words, its cost, and what happened on the way. */
    private static Map<String, String> details(RunEvent.Turned turned) {
        var details = new LinkedHashMap<String, String>();
        details.put("text", turned.turn().text());
        var bill = turned.bill();
        if (!bill.model().isEmpty()) {
            details.put("model", bill.model());
        }
        if (bill.tokensIn() + bill.tokensOut() > 0) {
            details.put("tokensIn", String.valueOf(bill.tokensIn()));
            details.put("tokensOut", String.valueOf(bill.tokensOut()));
        }
        if (bill.micros() > 0) {
            details.put("cost", Run.money(bill.micros()));
        }
        if (!turned.notes().isEmpty()) {
            details.put("notes", String.join(" ", turned.notes()));
        }
        return details;
    }

    private static void refuseAll(
            Draft d, List<Message.Proposal> proposals, String told, String reason) {
        var calls = proposed(d, proposals);
        d.enter(new Phase.Acting(
                "",
                calls.stream()
                        .map(c -> c.in(new CallState.Refused(Refusal.OVER_LIMIT, told)))
                        .toList(),
                List.of()));
        close(d, Phase.End.LIMIT, reason, Optional.empty());
        d.tell(Tone.FAILURE, reason);
    }

    private void act(Draft d, Message.Assistant turn) {
        var calls = proposed(d, turn.proposals());
        var kept = calls.stream().map(call -> sorted(call, calls)).toList();
        d.enter(new Phase.Acting(turn.text(), kept, List.of()));
        for (Call call : kept) {
            if (call.state() instanceof CallState.Refused refused) {
                d.record(Kind.REFUSED, Optional.empty(), call, Map.of("told", refused.told()));
            } else {
                d.want(new Effect.Judge(call.id()));
            }
        }
        d.finishTurn();
    }

    private Call sorted(Call call, List<Call> turn) {
        if (call.position() >= limits.callsPerTurn()) {
            var told = Told.overLimit("callsPerTurn", limits.callsPerTurn());
            return call.in(new CallState.Refused(Refusal.OVER_LIMIT, told));
        }
        return turn.stream().anyMatch(other -> mistakable(call.proposal(), other.proposal()))
                ? call.in(new CallState.Refused(
                        Refusal.INVALID, Told.mistakable(call.proposal().providerId())))
                : call;
    }

    /** The provider could not tell whose result is whose. */
    private static boolean mistakable(Message.Proposal one, Message.Proposal other) {
        return !one.providerId().isBlank()
                && one.providerId().equals(other.providerId())
                && !one.equals(other);
    }

    private static List<Call> proposed(Draft d, List<Message.Proposal> proposals) {
        var c = d.run().counts();
        var calls = new ArrayList<Call>();
        for (int i = 0; i < proposals.size(); i++) {
            var proposal = proposals.get(i);
            calls.add(new Call(
                    "c_" + (c.calls() + i + 1),
                    c.turns(),
                    i,
                    proposal,
                    proposal.arguments(),
                    false,
                    Call.Binding.NONE,
                    CallState.Proposed.FIRST));
        }
        d.count(c.called(proposals.size()));
        return calls;
    }

    void stumbled(Draft d, RunEvent.Stumbled stumbled) {
        if (!(d.run().phase() instanceof Phase.Thinking thinking)) {
            return;
        }
        d.record(
                Kind.STUMBLED,
                Optional.empty(),
                Map.of("why", stumbled.why(), "try", String.valueOf(thinking.failures() + 1)));
        if (stumbled.again().isPresent()) {
            d.enter(new Phase.Thinking(thinking.failures() + 1, stumbled.again()));
        } else {
            close(d, Phase.End.FAILED, stumbled.why(), Optional.empty());
            d.tell(Tone.FAILURE, stumbled.why());
        }
    }

    void cancelled(Draft d, RunEvent.Cancelled cancelled) {
        if (d.run().phase() instanceof Phase.Closed) {
            return;
        }
        var how = new Settlement(
                Ending.CANCELLED,
                Optional.of(cancelled.by()),
                "",
                d.at,
                Optional.empty(),
                Optional.empty());
        d.run().questions().forEach(q -> d.settle(q, how));
        var told = Told.cancelled(cancelled.by());
        for (Call call : d.run().calls()) {
            if (call.state() instanceof CallState.Lost lost) {
                d.put(call.in(new CallState.Refused(Refusal.GIVEN_UP, Told.unknown(lost.known()))));
            } else if (!underway(call) && !call.state().over()) {
                d.put(call.in(new CallState.Refused(Refusal.CANCELLED, told)));
            }
        }
        close(d, Phase.End.CANCELLED, "Stopped by " + cancelled.by(), Optional.of(cancelled.by()));
        if (d.run().origin().parent().isPresent()) {
            d.tell(Tone.FAILURE, "It was stopped by " + cancelled.by() + ".");
        }
    }

    /** Ends the run; what had started stays under way, so that its outcome is still kept. */
    private static void close(Draft d, Phase.End end, String reason, Optional<String> by) {
        var calls = d.run().calls();
        var underway = calls.stream().filter(Talking::underway).toList();
        d.enter(new Phase.Closed(end, reason, underway));
        underway.stream()
                .filter(c -> c.state() instanceof CallState.Delegated)
                .forEach(c -> d.want(new Effect.Recall(c.id())));
        calls.stream().filter(c -> c.state().over()).forEach(d::keep);
        d.record(Kind.CLOSED, by, Map.of("end", end.name(), "reason", reason));
    }

    /** Somebody outside the machine works on it, and will say what became of it. */
    private static boolean underway(Call call) {
        return call.state() instanceof CallState.Started
                || call.state() instanceof CallState.Delegated;
    }
}
