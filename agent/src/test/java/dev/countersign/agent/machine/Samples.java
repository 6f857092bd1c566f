package dev.countersign.agent.machine;

import dev.countersign.agent.grant.Grant;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.Call.Binding;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.CallState.Clearance;
import dev.countersign.agent.run.CallState.Outcome;
import dev.countersign.agent.run.Gate;
import dev.countersign.agent.run.Gate.Approvers;
import dev.countersign.agent.run.Gate.Schedule;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Message.Proposal;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Question.Timing;
import dev.countersign.agent.run.Question.Vote;
import dev.countersign.agent.run.Ruling;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Deciders;
import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.Card.Work;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.QuestionKey;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One run in every state, and one event of every kind that could happen to it. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    static final QuestionKey KEY = new QuestionKey("q_1");
    private static final Conversation PLACE = new Conversation("web", "p");
    private static final Clearance BY_RULE = new Clearance.ByRule("reads");
    private static final Clearance BY_DECISION =
            new Clearance.ByDecision(KEY, 1, "dana", "", Optional.empty());

    private Samples() {}

    static Map<String, Run> runs() {
        var runs = new LinkedHashMap<String, Run>();
        var fresh = Run.fresh("r_1", new Run.Origin("helper", "h", "ana", PLACE, NOW));
        runs.put("Resting", fresh);
        runs.put("Thinking", fresh.in(Phase.Thinking.NOW));
        runs.put("Acting/Proposed", acting(fresh, CallState.Proposed.FIRST, List.of()));
        runs.put(
                "Acting/Gated",
                acting(fresh, new CallState.Gated(KEY), List.of(question(Kind.APPROVE))));
        runs.put("Acting/Cleared", acting(fresh, new CallState.Cleared(BY_DECISION), List.of()));
        runs.put("Acting/Started", acting(fresh, started(), List.of()));
        runs.put(
                "Acting/Lost",
                acting(
                        fresh,
                        new CallState.Lost(BY_RULE, 1, "", KEY),
                        List.of(question(Kind.EXTERNAL))));
        runs.put("Acting/Delegated", acting(fresh, delegated(), List.of()));
        runs.put("Closed", fresh.in(new Phase.Closed(Phase.End.CANCELLED, "x", List.of())));
        runs.put(
                "Closed/Started",
                fresh.in(new Phase.Closed(Phase.End.CANCELLED, "x", List.of(call(started())))));
        runs.put(
                "Closed/Delegated",
                fresh.in(new Phase.Closed(Phase.End.CANCELLED, "x", List.of(call(delegated())))));
        return runs;
    }

    private static CallState.Delegated delegated() {
        return new CallState.Delegated("r_1-1", Optional.of(BY_RULE));
    }

    private static CallState.Started started() {
        return new CallState.Started(BY_DECISION, 1, "r_1/c_1", NOW);
    }

    private static Run acting(Run run, CallState state, List<Question> questions) {
        return run.in(new Phase.Acting("I will.", List.of(call(state)), List.of()))
                .asking(questions);
    }

    static Call call(CallState state) {
        return new Call(
                "c_1", 1, 0, new Proposal("", "change", "{}"), "{}", false, Binding.NONE, state);
    }

    static Question question(Kind kind) {
        var gate = new Gate(
                "writes",
                new Approvers(Set.of("dana"), Set.of(), false, false, 2),
                Level.NORMAL,
                Assurance.CLAIMED,
                List.of(),
                new Schedule(
                        List.of(),
                        List.of(),
                        Optional.of(Duration.ofHours(1)),
                        Gate.OnExpiry.REJECT));
        var card = new Card(
                kind,
                "Change it",
                Level.NORMAL,
                List.of(),
                Work.NONE,
                "",
                List.of(),
                new Deciders(List.of("dana"), List.of(), false, 2, 0),
                List.of(),
                List.of());
        return new Question(
                KEY,
                1,
                "c_1",
                gate,
                card,
                "",
                timing(),
                List.of(PLACE),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static Timing timing() {
        var end = Optional.of(NOW.plusSeconds(3600));
        return new Timing(NOW, end, end, 0);
    }

    private static Vote vote() {
        return new Vote("dana", "web", Assurance.SIGNED, Map.of(), NOW, Optional.empty());
    }

    private static Grant grant() {
        var bound = new Grant.Bound("change", "test", "", "");
        var scope = new Grant.Scope("helper", bound, Map.of(), Set.of(), Optional.empty());
        var until = NOW.plusSeconds(60);
        return new Grant("g_1", "dana", scope, "r", NOW, until, 1, Optional.of("r_1"));
    }

    /** What changes nothing but the record. */
    private static Map<String, RunEvent> noted() {
        return Map.of(
                "Revoked",
                new RunEvent.Revoked(grant(), "li", NOW),
                "Declined",
                new RunEvent.Declined(KEY, vote(), "TOO_LATE", Optional.empty()));
    }

    static Map<String, RunEvent> events() {
        var events = new LinkedHashMap<String, RunEvent>();
        events.put("Heard", new RunEvent.Heard("hi", "ana", NOW));
        events.put("Turned, with an answer", turned());
        events.put("Turned, with calls", turned(new Proposal("", "change", "{}")));
        events.put("Stumbled, and tries again", stumbled(Optional.of(NOW)));
        events.put("Stumbled, for good", stumbled(Optional.empty()));
        events.put("Judged: allow", judged(new Ruling.Allow(BY_RULE, "{}", Binding.NONE)));
        events.put("Judged: ask", judged(ask(Kind.APPROVE)));
        events.put("Judged: deny", judged(new Ruling.Deny("never")));
        events.put("Judged: invalid", judged(new Ruling.Invalid("no such tool")));
        events.put("Verified", new RunEvent.Verified("c_1", NOW));
        events.put("Handed out", handedOut());
        events.put("Changed", new RunEvent.Changed("c_1", "The tool", NOW));
        events.put("Moved", new RunEvent.Moved("c_1", "the target", NOW));
        events.put("Finished", new RunEvent.Finished("c_1", new Outcome("ok", false), NOW));
        events.put("Handed over", new RunEvent.HandedOver("c_1", "r_1-1", NOW));
        events.put("Repeated", new RunEvent.Repeated("c_1", NOW));
        events.put("Vanished", new RunEvent.Vanished("c_1", "", ask(Kind.EXTERNAL), NOW));
        events.put("Voted", new RunEvent.Voted(KEY, vote(), List.of()));
        events.put("Decided: approve", decided(new Choice.Approve(Optional.empty())));
        events.put("Decided: reject", decided(new Choice.Reject(Optional.empty())));
        events.put("Decided: answer", decided(new Choice.Answer(List.of(List.of("x")))));
        events.put("Decided: fill", decided(new Choice.Fill(Map.of())));
        events.put("Decided: it ran", reported(Choice.Result.RAN));
        events.put("Decided: it failed", reported(Choice.Result.FAILED));
        events.put("Decided: run again", reported(Choice.Result.AGAIN));
        events.put("Decided: give up", reported(Choice.Result.GIVE_UP));
        events.put("Edited", new RunEvent.Edited(KEY, "{\"a\":1}", vote()));
        events.putAll(noted());
        events.put("Expired", new RunEvent.Expired(KEY, true, NOW));
        events.put(
                "Prodded",
                new RunEvent.Prodded(KEY, timing(), question(Kind.APPROVE).gate(), List.of(), NOW));
        events.put("Undelivered", new RunEvent.Undelivered(KEY, "mail", "550", List.of(), NOW));
        events.put("Decided: break the glass", decided(new Choice.BreakGlass("it burns")));
        events.put("Asked again", again());
        events.put("Cancelled", new RunEvent.Cancelled("ana", NOW));
        return events;
    }

    private static RunEvent turned(Proposal... proposals) {
        var turn = new Message.Assistant("Here.", List.of(proposals), "");
        return new RunEvent.Turned(turn, 0, Run.Bill.NONE, Run.Budget.NONE, List.of(), NOW);
    }

    private static RunEvent stumbled(Optional<Instant> again) {
        return new RunEvent.Stumbled("503", again, NOW);
    }

    private static RunEvent again() {
        var gated = call(new CallState.Gated(KEY));
        return new RunEvent.AskedAgain(question(Kind.APPROVE), gated, vote());
    }

    private static RunEvent handedOut() {
        return new RunEvent.HandedOut("c_1", ask(Kind.EXTERNAL), NOW);
    }

    private static RunEvent judged(Ruling ruling) {
        return new RunEvent.Judged("c_1", ruling, NOW);
    }

    private static Ruling.Ask ask(Kind kind) {
        return new Ruling.Ask(question(kind), "{}", Binding.NONE, List.of());
    }

    private static RunEvent decided(Choice choice) {
        return new RunEvent.Decided(KEY, choice, vote(), Optional.empty(), List.of());
    }

    private static RunEvent reported(Choice.Result result) {
        return decided(new Choice.Report(result, "seen"));
    }
}
