package dev.countersign.agent.machine;

import dev.countersign.agent.grant.GrantChange;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.CallState.Clearance;
import dev.countersign.agent.run.CallState.Outcome;
import dev.countersign.agent.run.CallState.Refusal;
import dev.countersign.agent.run.Effect;
import dev.countersign.agent.run.Entry.Kind;
import dev.countersign.agent.run.Gate;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Question.Vote;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settlement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What becomes of a question: voted on, decided, edited, run out of time. */
final class Asking {

    void voted(Draft d, RunEvent.Voted voted) {
        d.run().question(voted.key()).ifPresent(question -> {
            var votes = new ArrayList<>(question.votes());
            votes.add(voted.vote());
            var counted = question.voted(votes);
            d.ask(counted);
            d.record(Kind.VOTED, Optional.of(voted.vote().by()), question, evidence(voted.vote()));
            counted.places().forEach(place -> d.send(count(counted, place)));
        });
    }

    private static Outbound.Ask count(Question q, Conversation place) {
        return new Outbound.Ask(
                place,
                q.key(),
                q.version(),
                q.card(),
                q.timing().expires(),
                Optional.empty(),
                Outbound.Occasion.VOTE_COUNTED);
    }

    void decided(Draft d, RunEvent.Decided decided) {
        d.run().question(decided.key()).ifPresent(q -> d.run()
                .call(q.call())
                .ifPresent(call -> decide(d, q, call, decided)));
    }

    private void decide(Draft d, Question q, Call call, RunEvent.Decided decided) {
        var vote = decided.vote();
        var how = new Settlement(
                ending(decided.choice()),
                Optional.of(vote.by()),
                vote.channel(),
                d.at,
                vote.reason(),
                Optional.empty());
        d.settle(q, how);
        var details = new HashMap<>(evidence(vote));
        details.put("ending", how.ending().name());
        details.put("version", "" + q.version());
        details.put("opened", q.timing().opened().toString());
        details.put("digest", call.binding().digest());
        decided.grant().ifPresent(grant -> {
            details.put("grant", grant.id());
            details.put("grant.until", grant.until().toString());
            details.put("grant.uses", "" + grant.maxUses());
            details.put("grant.scope", grant.scope().toString());
            d.grant(new GrantChange.Made(grant));
        });
        d.record(Kind.DECIDED, Optional.of(vote.by()), q, details);
        apply(d, q, call, decided, how);
        d.finishTurn();
    }

    static Ending ending(Choice choice) {
        return switch (choice) {
            case Choice.Approve c -> Ending.APPROVED;
            case Choice.Edit c -> Ending.APPROVED;
            case Choice.Reject c -> Ending.REJECTED;
            case Choice.Answer c -> Ending.ANSWERED;
            case Choice.Fill c -> Ending.ANSWERED;
            case Choice.Report c -> Ending.ANSWERED;
        };
    }

    private void apply(Draft d, Question q, Call call, RunEvent.Decided decided, Settlement how) {
        var by = decided.vote().by();
        switch (decided.choice()) {
            case Choice.Approve c -> clear(d, q, call, by, how);
            // An edit has become a version of its own by now; here it is the editor's yes to it.
            case Choice.Edit c -> clear(d, q, call, by, how);
            case Choice.Reject c ->
                Calling.refuse(d, call, Refusal.REJECTED, Told.rejected(c.reason()));
            case Choice.Answer c ->
                done(d, call, new Outcome(Answers.json(q.card().prompts(), c.answers()), false));
            case Choice.Fill c -> {
                d.put(call.edited(Answers.filled(
                                call.arguments(), c.values(), q.card().fields()))
                        .in(CallState.Proposed.FIRST));
                d.want(new Effect.Judge(call.id()));
            }
            case Choice.Report c -> reported(d, call, by, c);
        }
    }

    private static void clear(Draft d, Question q, Call call, String by, Settlement how) {
        var shown = new CallState.Shown(how, q.places());
        var clearance =
                new Clearance.ByDecision(q.key(), q.version(), by, q.basis(), Optional.of(shown));
        d.put(call.in(new CallState.Cleared(clearance)));
        d.want(new Effect.Verify(call.id()));
    }

    private static void done(Draft d, Call call, Outcome outcome) {
        d.put(call.in(new CallState.Done(outcome, Optional.empty())));
        d.record(Kind.DONE, Optional.empty(), call, Map.of("error", "" + outcome.error()));
    }

    private static void reported(Draft d, Call call, String by, Choice.Report report) {
        switch (report.result()) {
            case RAN -> done(d, call, new Outcome(Told.reported(by, report.text()), false));
            case FAILED -> done(d, call, new Outcome(Told.reported(by, report.text()), true));
            case AGAIN -> {
                if (call.state() instanceof CallState.Lost lost) {
                    Calling.start(d, call, lost.by(), lost.attempt() + 1);
                }
            }
            case GIVE_UP ->
                Calling.refuse(
                        d,
                        call,
                        Refusal.GIVEN_UP,
                        call.state() instanceof CallState.Lost lost
                                ? Told.unknown(lost.known())
                                : Told.cancelled(by));
        }
    }

    void edited(Draft d, RunEvent.Edited edited) {
        d.run().question(edited.key()).ifPresent(q -> d.callIn(q.call(), CallState.Gated.class)
                .ifPresent(call -> edit(d, q, call, edited)));
    }

    private static void edit(Draft d, Question q, Call call, RunEvent.Edited edited) {
        var by = edited.vote().by();
        var details = new HashMap<>(evidence(edited.vote()));
        details.put("before", call.binding().digest());
        d.record(Kind.EDITED, Optional.of(by), q, details);
        var again = new CallState.Again(q.key(), q.version(), "edited by " + by, Optional.of(by));
        d.put(call.edited(edited.arguments()).in(new CallState.Proposed(Optional.of(again))));
        d.want(new Effect.Judge(call.id()));
    }

    /** Changes nothing but the record; also for a question that is settled, or never was. */
    void declined(Draft d, RunEvent.Declined declined) {
        var details = new HashMap<>(evidence(declined.vote()));
        details.put("judgement", declined.judgement());
        d.record(Kind.DECLINED, Optional.of(declined.vote().by()), declined.key(), details);
        declined.whisper().ifPresent(d::send);
    }

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
            clear(d, q, call, "rule " + q.gate().rule(), how);
        } else {
            var waited = Duration.between(q.timing().opened(), d.at);
            Calling.refuse(d, call, why(reached), expiry(call, waited, reached));
        }
        d.finishTurn();
    }

    private static Refusal why(boolean reached) {
        return reached ? Refusal.EXPIRED : Refusal.UNREACHABLE;
    }

    private static String expiry(Call call, Duration waited, boolean reached) {
        if (call.state() instanceof CallState.Lost lost) {
            return Told.unknown(lost.known());
        }
        return reached ? Told.expired(waited) : Told.unreachable(waited);
    }

    void prodded(Draft d, RunEvent.Prodded prodded) {
        d.run().question(prodded.key()).ifPresent(q -> {
            d.ask(q.timed(prodded.timing(), places(q, prodded.asks())));
            prodded.asks().forEach(d::send);
            d.record(
                    Kind.PRODDED,
                    Optional.empty(),
                    q,
                    Map.of("told", "" + prodded.timing().told()));
        });
    }

    private static List<Conversation> places(Question q, List<Outbound.Ask> more) {
        var places = new LinkedHashSet<>(q.places());
        more.forEach(ask -> places.add(ask.to()));
        return List.copyOf(places);
    }

    static String approvers(Question q) {
        var who = q.gate().approvers();
        return (who.anyone() ? "anyone" : "people " + sorted(who.people()))
                + " groups "
                + sorted(who.groups())
                + " needed "
                + who.needed();
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private static Map<String, String> evidence(Vote vote) {
        var details = new HashMap<String, String>();
        vote.evidence().forEach((k, v) -> details.put("evidence." + k, v));
        details.put("channel", vote.channel());
        details.put("assurance", vote.assurance().name());
        vote.reason().ifPresent(r -> details.put("reason", r));
        return details;
    }
}
