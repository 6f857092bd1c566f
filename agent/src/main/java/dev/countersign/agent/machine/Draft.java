package dev.countersign.agent.machine;

import dev.countersign.agent.gate.Masking;
import dev.countersign.agent.grant.GrantChange;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Effect;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.Step;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.QuestionKey;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A step in the making; lives for one call of the machine and on one thread. */
final class Draft {
    final Instant at;
    private Run run;
    private final List<Message> said = new ArrayList<>();
    private final List<Call> lastStates = new ArrayList<>();
    private final List<Question> settled = new ArrayList<>();
    private final List<Outbound> outbox = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final List<GrantChange> grants = new ArrayList<>();

    Draft(Run run, Instant at) {
        this.run = run;
        this.at = at;
    }

    Run run() {
        return run;
    }

    Step step() {
        return new Step(run, said, lastStates, settled, outbox, entries, effects, grants);
    }

    void enter(Phase phase) {
        run = run.in(phase);
    }

    void count(Run.Counts counts) {
        run = run.counting(counts);
    }

    void say(Message message) {
        said.add(message);
        count(run.counts().said());
    }

    void send(Outbound message) {
        outbox.add(message);
    }

    /** How the run ended, or what it answers, to whom it works for: people, or another run. */
    void tell(Outbound.Tone tone, String text) {
        send(new Outbound.Tell(run.origin().place(), run.id(), tone, text));
    }

    /** Something that people want to know. */
    void notice(String text) {
        send(new Outbound.Tell(run.origin().people(), run.id(), Outbound.Tone.NOTICE, text));
    }

    void grant(GrantChange change) {
        grants.add(change);
    }

    void want(Effect effect) {
        effects.add(effect);
    }

    void record(Entry.Kind kind, Optional<String> by, Map<String, String> details) {
        entries.add(new Entry(kind, at, by, Optional.empty(), Optional.empty(), masked(details)));
    }

    void record(Entry.Kind kind, Optional<String> by, Call call, Map<String, String> details) {
        var all = new HashMap<>(details);
        all.put("tool", call.tool());
        entries.add(new Entry(kind, at, by, Optional.of(call.id()), Optional.empty(), masked(all)));
    }

    void record(Entry.Kind kind, Optional<String> by, Question q, Map<String, String> details) {
        entries.add(new Entry(
                kind,
                at,
                by,
                Optional.of(q.call()),
                Optional.of(q.key().value()),
                masked(details)));
    }

    void record(
            Entry.Kind kind, Optional<String> by, QuestionKey key, Map<String, String> details) {
        entries.add(new Entry(
                kind, at, by, Optional.empty(), Optional.of(key.value()), masked(details)));
    }

    /** The record is kept for years and read by many; secrets that were typed stay out of it. */
    private static Map<String, String> masked(Map<String, String> details) {
        var shown = new HashMap<String, String>();
        details.forEach((name, text) -> shown.put(name, Masking.text(text)));
        return shown;
    }

    /** The call is as it is now; the turn goes on. */
    void put(Call changed) {
        switch (run.phase()) {
            case Phase.Acting acting ->
                enter(new Phase.Acting(
                        acting.words(), replaced(acting.calls(), changed), acting.heard()));
            case Phase.Closed closed -> close(closed, changed);
            case Phase.Thinking thinking -> lastStates.add(changed);
            case Phase.Resting resting -> lastStates.add(changed);
        }
    }

    /** The call is as it is now, and stays in hand also where the run has ended. */
    void update(Call changed) {
        if (run.phase() instanceof Phase.Closed closed) {
            var calls = replaced(closed.underway(), changed);
            enter(new Phase.Closed(closed.end(), closed.reason(), calls));
        } else {
            put(changed);
        }
    }

    /** Keeps the last state of a call that is in hand no more. */
    void keep(Call last) {
        lastStates.add(last);
    }

    private void close(Phase.Closed closed, Call changed) {
        lastStates.add(changed);
        var left = closed.underway().stream()
                .filter(c -> !c.id().equals(changed.id()))
                .toList();
        enter(new Phase.Closed(closed.end(), closed.reason(), left));
    }

    private static List<Call> replaced(List<Call> calls, Call changed) {
        return calls.stream()
                .map(c -> c.id().equals(changed.id()) ? changed : c)
                .toList();
    }

    /** The question is open as it is now, in place of an earlier version of itself. */
    void ask(Question question) {
        var open = new ArrayList<>(without(question.key()));
        open.add(question);
        run = run.asking(open);
    }

    /** The question is closed, and everybody who saw it is shown how. */
    void settle(Question question, Outbound.Settlement how) {
        settled.add(question.settled(how));
        run = run.asking(without(question.key()));
        show(question.key(), question.version(), how, question.places());
    }

    void show(QuestionKey key, int version, Outbound.Settlement how, List<Conversation> places) {
        places.forEach(place -> send(new Outbound.Settle(place, key, version, how)));
    }

    private List<Question> without(QuestionKey key) {
        return run.questions().stream().filter(q -> !q.key().equals(key)).toList();
    }

    /** When every call of the turn is over, the model hears the results, in order, and goes on. */
    void finishTurn() {
        if (!(run.phase() instanceof Phase.Acting acting)
                || acting.calls().isEmpty()
                || !acting.calls().stream().allMatch(c -> c.state().over())) {
            return;
        }
        acting.calls().forEach(c -> say(result(c)));
        acting.heard().forEach(h -> say(new Message.User(h.text(), h.by())));
        lastStates.addAll(acting.calls());
        if (!acting.heard().isEmpty()) {
            count(run.counts().heard());
        }
        enter(Phase.Thinking.NOW);
        want(new Effect.Think());
    }

    private static Message.Result result(Call call) {
        var told = Told.outcome(call);
        return new Message.Result(
                call.id(), call.proposal().providerId(), call.tool(), told.text(), told.error());
    }

    /** Moves the call on, unless it is no longer there or no longer in that state. */
    <S extends CallState> Optional<Call> callIn(String id, Class<S> state) {
        return run.call(id).filter(c -> state.isInstance(c.state()));
    }
}
