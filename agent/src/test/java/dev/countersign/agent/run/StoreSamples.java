package dev.countersign.agent.run;

import dev.countersign.agent.run.Gate.Approvers;
import dev.countersign.agent.run.Gate.Rung;
import dev.countersign.agent.run.Gate.Schedule;
import dev.countersign.agent.run.Message.Proposal;
import dev.countersign.agent.run.Question.Timing;
import dev.countersign.agent.run.Question.Vote;
import dev.countersign.agent.run.Run.Counts;
import dev.countersign.agent.run.Run.Origin;
import dev.countersign.agent.run.RunStore.Commit;
import dev.countersign.agent.run.RunStore.Lease;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Card;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.QuestionKey;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs, calls, questions and steps to keep in a test, filled to the last field. */
public final class StoreSamples {
    public static final Instant NOON = Instant.parse("2026-03-02T12:00:00.123456Z");
    public static final Conversation PLACE = new Conversation("slack", "C1/1700.1");
    public static final Lease LEASE = new Lease("worker-1", NOON.plusSeconds(60));

    private StoreSamples() {}

    public static Run fresh(String id) {
        return fresh(id, "hitl-agent", "ana", NOON);
    }

    public static Run fresh(String id, String agent, String requester, Instant started) {
        return Run.fresh(id, new Origin(agent, "b1", requester, PLACE, started));
    }

    public static Run freshAt(String id, Conversation place, Instant started) {
        return Run.fresh(id, new Origin("hitl-agent", "b1", "ana", place, started));
    }

    /** A run that works for a call of another. */
    public static Run child(Run parent, String call, Instant started) {
        var chain = List.of(new Run.Ancestor(parent.origin().agent(), "b1"));
        var origin = new Origin(
                "member",
                "b2",
                parent.origin().requester(),
                new Conversation(Run.Parent.LINE, parent.id() + "/" + call),
                started,
                Optional.of(new Run.Parent(parent.root(), parent.id(), call, chain, PLACE)));
        return Run.fresh(parent.child(call), origin);
    }

    /** A run in which one call waits for people and another is done. */
    public static Run acting(Run run, Call... calls) {
        var counts = new Counts(1, 1, calls.length, run.counts().messages());
        var heard = List.of(new Phase.Heard("hurry, \u0000 \"please\" \u2713", "bo"));
        return run.in(new Phase.Acting("I will delete x.", List.of(calls), heard))
                .counting(counts);
    }

    public static Call call(String id, int position, CallState state) {
        var proposal = new Proposal("toolu_" + position, "k8s_delete_resource", "{\"name\":\"x\"}");
        var binding = new Call.Binding("builtin kubernetes", "s1", "sandbox", "9c1e");
        return new Call(id, 1, position, proposal, "{\"name\":\"y\"}", true, binding, state);
    }

    public static Question question(String key, String call, Instant next) {
        var gate = new Gate(
                "prod-writes",
                new Approvers(Set.of("dana"), Set.of("oncall"), false, true, 2),
                Card.Level.HIGH,
                Assurance.SIGNED,
                List.of("ops-slack"),
                new Schedule(
                        List.of(Duration.ofMinutes(30)),
                        List.of(new Rung(Duration.ofHours(2), List.of("leads-mail"))),
                        Optional.of(Duration.ofHours(4)),
                        Gate.OnExpiry.REJECT));
        var timing = new Timing(NOON, Optional.of(NOON.plusSeconds(3600)), Optional.of(next), 1);
        return new Question(
                new QuestionKey(key),
                1,
                call,
                gate,
                card(),
                "basis-7",
                timing,
                List.of(PLACE),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    public static Question opened(Question q, Instant at) {
        var timing = new Timing(
                at, q.timing().expires(), q.timing().next(), q.timing().told());
        return q.timed(timing, q.places());
    }

    public static Card card() {
        var change = new Card.Change("data.message", Optional.of("hello"), Optional.empty());
        return new Card(
                Card.Kind.APPROVE,
                "Delete ConfigMap test-config",
                Card.Level.HIGH,
                List.of(new Card.Fact("Cluster", "sandbox")),
                new Card.Work("k8s_delete_resource", "{}", "9c1e", List.of(change), "- hello"),
                "It is not needed any more.",
                List.of("This cannot be undone."),
                new Card.Deciders(List.of("dana"), List.of("oncall"), false, 2, 0),
                List.of(new Card.Prompt("Which?", List.of("a", "b"), true)),
                List.of(new Card.Field("n", "integer", "how many", true, List.of("1", "2"))));
    }

    public static Vote vote(String by) {
        return new Vote(
                by,
                "slack",
                Assurance.SIGNED,
                Map.of("team", "T1", "action", "a1"),
                NOON,
                Optional.of("looks right"));
    }

    public static Settlement approved(String by) {
        return new Settlement(
                Ending.APPROVED,
                Optional.of(by),
                "slack",
                NOON,
                Optional.of("fine"),
                Optional.of("runs now"));
    }

    public static Entry entry(Entry.Kind kind, String by) {
        return new Entry(
                kind,
                NOON,
                Optional.of(by),
                Optional.of("c_1"),
                Optional.empty(),
                Map.of("rule", "prod-writes", "channel", "slack"));
    }

    public static Outbound tell(Conversation to, String run, String text) {
        return new Outbound.Tell(to, run, Outbound.Tone.ANSWER, text);
    }

    public static Outbound ask(Conversation to, String key) {
        return new Outbound.Ask(
                to,
                new QuestionKey(key),
                1,
                card(),
                Optional.of(NOON.plusSeconds(3600)),
                Optional.of("dana@example.com"),
                Outbound.Occasion.FIRST);
    }

    public static Outbound settle(Conversation to, String key) {
        return new Outbound.Settle(to, new QuestionKey(key), 1, approved("dana"));
    }

    public static Inbound said(String id) {
        return new Inbound.Said(
                new DeliveryId("slack", id),
                new Speaker("slack", "U1", Assurance.ALIGNED, Map.of("team", "T1")),
                PLACE,
                "delete it",
                Optional.of("hitl-agent"),
                Optional.empty());
    }

    /** A step that says these texts; counts go with them. */
    public static Step saying(Run run, String... texts) {
        var said = List.of(texts).stream()
                .map(text -> (Message) new Message.User(text, "ana"))
                .toList();
        var counts = run.counts();
        var grown = new Counts(
                counts.sinceHuman(),
                counts.turns(),
                counts.calls(),
                counts.messages() + texts.length);
        return with(run.counting(grown), said, List.of(), List.of(), List.of());
    }

    public static Step sending(Run run, Outbound... messages) {
        return with(run, List.of(), List.of(), List.of(messages), List.of());
    }

    public static Step settling(Run run, Question... settled) {
        return with(run, List.of(), List.of(settled), List.of(), List.of());
    }

    public static Step recording(Run run, Entry... entries) {
        return with(run, List.of(), List.of(), List.of(), List.of(entries));
    }

    private static Step with(
            Run run,
            List<Message> said,
            List<Question> settled,
            List<Outbound> outbox,
            List<Entry> entries) {
        return new Step(run, said, List.of(), settled, outbox, entries, List.of());
    }

    /** Nobody needs to work on the run after this step. */
    public static Commit idle(Run before, Step step) {
        return new Commit(before, step, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The run is due at this time after the step. */
    public static Commit due(Run before, Instant at) {
        return new Commit(
                before, Step.stay(before), Optional.empty(), Optional.of(at), Optional.empty());
    }

    /** The owner of the lease works on the run next. */
    public static Commit held(Run before, Lease lease) {
        return new Commit(
                before, Step.stay(before), Optional.of(lease), Optional.empty(), Optional.empty());
    }

    /** This delivery caused the step. */
    public static Commit causedBy(Run before, Step step, DeliveryId delivery) {
        return new Commit(before, step, Optional.empty(), Optional.empty(), Optional.of(delivery));
    }
}
