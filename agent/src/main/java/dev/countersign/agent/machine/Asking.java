package dev.countersign.agent.machine;

import dev.countersign.agent.grant.Grant;
import dev.countersign.agent.grant.GrantChange;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.CallState.Clearance;
import dev.countersign.agent.run.CallState.Outcome;
import dev.countersign.agent.run.CallState.Refusal;
import dev.countersign.agent.run.Effect;
import dev.countersign.agent.run.Entry.Kind;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.Outbound.Tone;

import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** What becomes of a question: voted on, decided, edited, run out of time. */
final class Asking {

    void voted(Draft d, RunEvent.Voted voted) {
        d.run().question(voted.key()).ifPresent(q -> {
            var counted = q.counting(voted.vote());
            d.ask(counted.timed(q.timing(), Waiting.places(q, voted.asks())));
            var details = Noted.evidence(voted.vote());
            if (!counted.gate().stage().equals(q.gate().stage())) {
                details.put("opens", counted.gate().stage().orElse(""));
            }
            d.record(Kind.VOTED, Optional.of(voted.vote().by()), q, details);
            q.places().forEach(place -> d.send(count(counted, place)));
            voted.asks().forEach(d::send);
        });
    }

    static Outbound.Ask count(Question q, Conversation place) {
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
                Optional.of(vote.who()),
                vote.channel(),
                d.at,
                vote.reason().map(reason -> said(decided.choice(), reason)),
                decided.grant().map(Asking::holds));
        d.settle(q, how);
        var details = Noted.evidence(vote);
        details.put("ending", how.ending().name());
        if (decided.choice() instanceof Choice.BreakGlass) {
            details.put("breakGlass", "" + decided.alarmed().size() + " places told");
        }
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

    /** So that everybody who sees the card sees how far the yes reaches. */
    private static String holds(Grant grant) {
        return "It holds for later calls until "
                + grant.until().truncatedTo(ChronoUnit.SECONDS) + ", " + grant.maxUses()
                + " uses at most (grant " + grant.id() + "). ";
    }

    private static String said(Choice choice, String reason) {
        return choice instanceof Choice.BreakGlass ? "Glass broken: " + reason : reason;
    }

    static Ending ending(Choice choice) {
        return switch (choice) {
            case Choice.Approve c -> Ending.APPROVED;
            case Choice.BreakGlass c -> Ending.APPROVED;
            case Choice.AskAgain c -> Ending.EXPIRED;
            case Choice.Edit c -> Ending.APPROVED;
            case Choice.Reject c -> Ending.REJECTED;
            case Choice.Answer c -> Ending.ANSWERED;
            case Choice.Fill c -> Ending.ANSWERED;
            case Choice.Report c -> Ending.ANSWERED;
        };
    }

    private void apply(Draft d, Question q, Call call, RunEvent.Decided decided, Settlement how) {
        var by = decided.vote().who();
        switch (decided.choice()) {
            case Choice.Approve c -> clear(d, q, call, by, how);
            case Choice.BreakGlass c -> {
                var words = alarm(d.run(), q, by, c.reason());
                decided.alarmed()
                        .forEach(place ->
                                d.send(new Outbound.Tell(place, d.run().id(), Tone.NOTICE, words)));
                clear(d, q, call, by, how);
            }
            case Choice.AskAgain c -> {
                // Puts another question; it ends none.
            }
            // An edit has become a version of its own by now; here it is the editor's yes to it.
            case Choice.Edit c -> clear(d, q, call, by, how);
            case Choice.Reject c ->
                Calling.refuse(d, call, Refusal.REJECTED, Told.rejected(c.reason()));
            case Choice.Answer c ->
                done(d, call, new Outcome(Answers.json(q.card().prompts(), c.answers()), false));
            case Choice.Fill c
            when q.card().work().tool().isEmpty() ->
                done(
                        d,
                        call,
                        new Outcome(Answers.filled("{}", c.values(), q.card().fields()), false));
            case Choice.Fill c -> {
                d.put(call.edited(Answers.filled(
                                call.arguments(), c.values(), q.card().fields()))
                        .in(CallState.Proposed.FIRST));
                d.want(new Effect.Judge(call.id()));
            }
            case Choice.Report c -> reported(d, call, by, c);
        }
    }

    private static String alarm(Run run, Question q, String by, String reason) {
        return "GLASS BROKEN: " + by + " approved \"" + q.card().title() + "\" (question "
                + q.key() + ", run " + run.id() + ") without those who decide by rule "
                + q.gate().rule() + ". Reason: " + reason + ". It runs now.";
    }

    static void clear(Draft d, Question q, Call call, String by, Settlement how) {
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
        var details = Noted.evidence(edited.vote());
        details.put("before", call.binding().digest());
        d.record(Kind.EDITED, Optional.of(by), q, details);
        var again = new CallState.Again(q.key(), q.version(), "edited by " + by, Optional.of(by));
        d.put(call.edited(edited.arguments()).in(new CallState.Proposed(Optional.of(again))));
        d.want(new Effect.Judge(call.id()));
    }

    void revoked(Draft d, RunEvent.Revoked revoked) {
        var grant = revoked.grant();
        d.grant(new GrantChange.Revoked(grant.id(), revoked.by()));
        d.record(
                Kind.REVOKED,
                Optional.of(revoked.by()),
                Map.of(
                        "grant", grant.id(),
                        "grant.by", grant.by(),
                        "grant.scope", grant.scope().toString()));
    }

    /** Changes nothing but the record; also for a question that is settled, or never was. */
    void declined(Draft d, RunEvent.Declined declined) {
        var details = Noted.evidence(declined.vote());
        details.put("judgement", declined.judgement());
        d.record(Kind.DECLINED, Optional.of(declined.vote().by()), declined.key(), details);
        declined.whisper().ifPresent(d::send);
    }
}
