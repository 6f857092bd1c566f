package dev.countersign.agent.machine;

import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.CallState.Refusal;
import dev.countersign.agent.run.Entry.Kind;
import dev.countersign.agent.run.Gate;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settlement;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of a question that waits: people are reminded, not reached, or out of time. */
final class Waiting {

    void undelivered(Draft d, RunEvent.Undelivered undelivered) {
        d.run().question(undelivered.key()).ifPresent(q -> {
            d.ask(q.timed(q.timing(), places(q, undelivered.instead())));
            undelivered.instead().forEach(d::send);
            d.record(
                    Kind.UNDELIVERED,
                    Optional.empty(),
                    q.key(),
                    Map.of(
                            "channel", undelivered.channel(),
                            "why", undelivered.why()));
            d.notice("Question "
                    + q.key()
                    + " could not be brought to people by "
                    + undelivered.channel()
                    + ": "
                    + undelivered.why()
                    + ". It stays open on the console.");
        });
    }

    void expired(Draft d, RunEvent.Expired expired) {
        d.run().question(expired.key()).ifPresent(q -> d.run()
                .call(q.call())
                .ifPresent(call -> expire(d, q, call, expired.reached())));
    }

    private static void expire(Draft d, Question q, Call call, boolean reached) {
        boolean approves = reached
                && q.gate().schedule().onExpiry() == Gate.OnExpiry.APPROVE
                && call.state() instanceof CallState.Gated;
        var how = new Settlement(
                approves ? Ending.APPROVED : Ending.EXPIRED,
                Optional.empty(),
                "",
                d.at,
                approves
                        ? Optional.of("rule " + q.gate().rule() + " approves on expiry")
                        : Optional.empty(),
                Optional.empty());
        d.settle(q, how);
        d.record(Kind.EXPIRED, Optional.empty(), q, Map.of("reached", "" + reached));
        if (approves) {
            Asking.clear(d, q, call, "rule " + q.gate().rule(), how);
        } else {
            var waited = Duration.between(q.timing().opened(), d.at);
            Calling.refuse(d, call, why(reached), expiry(q, call, waited, reached));
        }
        d.finishTurn();
    }

    private static Refusal why(boolean reached) {
        return reached ? Refusal.EXPIRED : Refusal.UNREACHABLE;
    }

    private static String expiry(Question q, Call call, Duration waited, boolean reached) {
        if (q.handedOut()) {
            return Told.unreported(waited);
        }
        if (call.state() instanceof CallState.Lost lost) {
            return Told.unknown(lost.known());
        }
        return reached ? Told.expired(waited) : Told.unreachable(waited);
    }

    void prodded(Draft d, RunEvent.Prodded prodded) {
        d.run().question(prodded.key()).ifPresent(q -> {
            var now = q.at(prodded.gate());
            d.ask(now.timed(prodded.timing(), places(q, prodded.asks())));
            if (!prodded.gate().equals(q.gate())) {
                q.places().forEach(place -> d.send(Asking.count(now, place)));
            }
            prodded.asks().forEach(d::send);
            d.record(
                    Kind.PRODDED,
                    Optional.empty(),
                    q,
                    Map.of(
                            "told",
                            "" + prodded.timing().told(),
                            "approvers",
                            Noted.approvers(now)));
        });
    }

    static List<Conversation> places(Question q, List<Outbound.Ask> more) {
        var places = new LinkedHashSet<>(q.places());
        more.forEach(ask -> places.add(ask.to()));
        return List.copyOf(places);
    }
}
