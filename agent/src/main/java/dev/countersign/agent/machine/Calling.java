package dev.countersign.agent.machine;

import dev.countersign.agent.grant.GrantChange;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.CallState.Clearance;
import dev.countersign.agent.run.CallState.Outcome;
import dev.countersign.agent.run.CallState.Refusal;
import dev.countersign.agent.run.Effect;
import dev.countersign.agent.run.Entry.Kind;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Ruling;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.Outbound.Tone;

import java.util.Map;
import java.util.Optional;

/** What becomes of a call: judged, started, come back, moved, lost. */
final class Calling {
    private static final int EFFECT_SHOWN = 200;

    void judged(Draft d, RunEvent.Judged judged) {
        d.callIn(judged.call(), CallState.Proposed.class)
                .ifPresent(call -> ruled(d, call, judged.ruling()));
    }

    private void ruled(Draft d, Call call, Ruling ruling) {
        replaceEarlier(d, call);
        switch (ruling) {
            case Ruling.Allow allow -> {
                var bound = call.bound(allow.arguments(), allow.binding());
                d.record(Kind.CLEARED, Optional.empty(), bound, by(allow.by()));
                if (allow.by() instanceof Clearance.ByGrant grant) {
                    d.grant(new GrantChange.Used(grant.grant()));
                }
                allow.shown().ifPresent(words -> d.tell(Tone.NOTICE, words));
                start(d, bound, allow.by(), 1);
            }
            case Ruling.Ask ask -> {
                var question = ask.question();
                var gated = new CallState.Gated(question.key());
                d.put(call.bound(ask.arguments(), ask.binding()).in(gated));
                open(d, question, ask);
            }
            case Ruling.Deny deny ->
                refuse(d, call, Refusal.NOT_PERMITTED, Told.notPermitted(deny.rule()));
            case Ruling.Invalid invalid -> refuse(d, call, Refusal.INVALID, invalid.told());
        }
        d.finishTurn();
    }

    /** An edit or a moved target makes the earlier version of the question void, wherever shown. */
    private static void replaceEarlier(Draft d, Call call) {
        if (call.state() instanceof CallState.Proposed proposed) {
            proposed.again()
                    .flatMap(again -> d.run().question(again.question()))
                    .ifPresent(earlier -> d.settle(earlier, superseded(d)));
        }
    }

    private static Settlement superseded(Draft d) {
        return new Settlement(
                Ending.SUPERSEDED, Optional.empty(), "", d.at, Optional.empty(), Optional.empty());
    }

    private static void open(Draft d, Question question, Ruling.Ask ask) {
        d.ask(question);
        ask.asks().forEach(d::send);
        d.record(
                Kind.ASKED,
                Optional.empty(),
                question,
                Map.of(
                        "version", "" + question.version(),
                        "rule", question.gate().rule(),
                        "approvers", Noted.approvers(question),
                        "digest", ask.binding().digest()));
    }

    void verified(Draft d, RunEvent.Verified verified) {
        d.callIn(verified.call(), CallState.Cleared.class)
                .ifPresent(c -> start(d, c, ((CallState.Cleared) c.state()).by(), 1));
    }

    void handedOut(Draft d, RunEvent.HandedOut out) {
        d.callIn(out.call(), CallState.Cleared.class).ifPresent(call -> {
            d.put(call.in(new CallState.Gated(out.asked().question().key())));
            open(d, out.asked().question(), out.asked());
        });
    }

    void changed(Draft d, RunEvent.Changed changed) {
        d.callIn(changed.call(), CallState.Cleared.class).ifPresent(call -> {
            refuse(d, call, Refusal.CHANGED, Told.changed(changed.what()));
            d.finishTurn();
        });
    }

    void finished(Draft d, RunEvent.Finished finished) {
        d.run()
                .call(finished.call())
                .filter(call -> call.state() instanceof CallState.Started
                        || call.state() instanceof CallState.Delegated)
                .ifPresent(call -> done(d, call, finished.outcome()));
    }

    private static void done(Draft d, Call call, Outcome outcome) {
        var by = clearance(call);
        d.put(call.in(new CallState.Done(outcome, by.map(Clearance::brief))));
        d.record(Kind.DONE, Optional.empty(), call, Map.of("error", "" + outcome.error()));
        by.ifPresent(clearance -> showEffect(d, clearance, effect(outcome)));
        d.finishTurn();
    }

    /** Another run has the call; where this one was stopped meanwhile, that one is stopped too. */
    void handedOver(Draft d, RunEvent.HandedOver handed) {
        d.callIn(handed.call(), CallState.Started.class).ifPresent(call -> {
            d.update(call.in(new CallState.Delegated(handed.to(), clearance(call))));
            d.record(Kind.DELEGATED, Optional.empty(), call, Map.of("to", handed.to()));
            if (d.run().phase() instanceof Phase.Closed) {
                d.want(new Effect.Recall(call.id()));
            }
        });
    }

    void moved(Draft d, RunEvent.Moved moved) {
        d.run()
                .call(moved.call())
                .filter(call -> d.run().phase() instanceof Phase.Acting)
                .filter(call -> !(call.state() instanceof CallState.Delegated))
                .flatMap(call -> clearance(call).map(by -> askedAgain(d, call, by, moved.what())))
                .ifPresent(d::put);
    }

    private static Call askedAgain(Draft d, Call call, Clearance by, String what) {
        d.record(Kind.MOVED, Optional.empty(), call, Map.of("what", what));
        d.want(new Effect.Judge(call.id()));
        return call.in(new CallState.Proposed(again(by, what)));
    }

    private static Optional<Clearance> clearance(Call call) {
        return switch (call.state()) {
            case CallState.Cleared cleared -> Optional.of(cleared.by());
            case CallState.Started started -> Optional.of(started.by());
            case CallState.Proposed s -> Optional.empty();
            case CallState.Gated s -> Optional.empty();
            case CallState.Done s -> Optional.empty();
            case CallState.Refused s -> Optional.empty();
            case CallState.Lost s -> Optional.empty();
            case CallState.Delegated delegated -> delegated.by();
        };
    }

    private static Optional<CallState.Again> again(Clearance by, String why) {
        return by instanceof Clearance.ByDecision decision
                ? Optional.of(new CallState.Again(
                        decision.question(), decision.version(), why, Optional.empty()))
                : Optional.empty();
    }

    void repeated(Draft d, RunEvent.Repeated repeated) {
        d.callIn(repeated.call(), CallState.Started.class).ifPresent(call -> {
            var started = (CallState.Started) call.state();
            start(d, call, started.by(), started.attempt() + 1);
        });
    }

    void vanished(Draft d, RunEvent.Vanished vanished) {
        d.callIn(vanished.call(), CallState.Started.class)
                .filter(call -> !(d.run().phase() instanceof Phase.Closed))
                .ifPresent(call -> {
                    var started = (CallState.Started) call.state();
                    var question = vanished.asked().question();
                    d.put(call.in(new CallState.Lost(
                            started.by(), started.attempt(), vanished.known(), question.key())));
                    d.record(Kind.LOST, Optional.empty(), call, Map.of("known", vanished.known()));
                    open(d, question, vanished.asked());
                });
    }

    /** Committed with this step, before the world is touched. */
    static void start(Draft d, Call call, Clearance by, int attempt) {
        var key = d.run().id() + "/" + call.id();
        d.put(call.in(new CallState.Started(by, attempt, key, d.at)));
        d.record(
                Kind.STARTED,
                Optional.empty(),
                call,
                Map.of("attempt", "" + attempt, "digest", call.binding().digest()));
        d.want(new Effect.Execute(call.id()));
    }

    static void refuse(Draft d, Call call, Refusal why, String told) {
        d.put(call.in(new CallState.Refused(why, told)));
        d.record(Kind.REFUSED, Optional.empty(), call, Map.of("why", why.name(), "told", told));
    }

    private static void showEffect(Draft d, Clearance by, String effect) {
        if (by instanceof Clearance.ByDecision decision) {
            decision.shown()
                    .ifPresent(s -> d.show(
                            decision.question(),
                            decision.version(),
                            s.settlement().withEffect(effect),
                            s.places()));
        }
    }

    private static String effect(Outcome outcome) {
        var line = outcome.text().lines().findFirst().orElse("");
        var brief = line.length() > EFFECT_SHOWN ? line.substring(0, EFFECT_SHOWN) + "…" : line;
        return (outcome.error() ? "It failed: " : "It ran: ") + brief;
    }

    private static Map<String, String> by(Clearance by) {
        return switch (by) {
            case Clearance.ByRule rule -> Map.of("rule", rule.rule());
            case Clearance.ByDecision d -> Map.of("question", d.question().value(), "by", d.by());
            case Clearance.ByGrant grant -> Map.of("grant", grant.grant(), "by", grant.by());
        };
    }
}
