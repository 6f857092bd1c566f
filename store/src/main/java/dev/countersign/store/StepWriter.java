package dev.countersign.store;

import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Question.Vote;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunStore.Commit;
import dev.countersign.agent.run.Step;
import dev.countersign.channels.Outbound;
import dev.countersign.store.audit.AuditChain;
import dev.countersign.store.audit.AuditChain.Link;
import dev.countersign.store.form.Codec;
import dev.countersign.store.form.Moment;
import dev.countersign.store.sql.Bundle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says what hangs on a run in one step, table by table, and only what is new. Which
 * rows exist already is known from the run before, so nothing is looked up first.
 */
final class StepWriter {
    private final Bundle bundle;
    private final Run before;
    private final Step step;

    StepWriter(Bundle bundle, Commit commit) {
        this.bundle = bundle;
        this.before = commit.before();
        this.step = commit.step();
    }

    void write(List<Link> links, Instant now) {
        messages();
        calls();
        questions();
        outbox(now);
        audit(links);
    }

    private void messages() {
        var number = before.counts().messages();
        for (var message : step.said()) {
            bundle.add(
                    StepVerbs.MESSAGE,
                    before.id(),
                    number++,
                    Codec.FORMAT,
                    Codec.write(Message.class, message));
        }
    }

    private void calls() {
        var changed = new LinkedHashMap<String, Call>();
        step.calls().forEach(call -> changed.put(call.id(), call));
        step.run().calls().forEach(call -> changed.put(call.id(), call));
        var known = byName(before.calls(), Call::id);
        changed.values().removeIf(call -> call.equals(known.get(call.id())));
        var old = changed.values().stream().filter(call -> known.containsKey(call.id()));
        changed.values().stream()
                .filter(call -> !known.containsKey(call.id()))
                .forEach(this::newCall);
        old.forEach(call -> bundle.add(
                StepVerbs.CALL,
                Codec.FORMAT,
                Codec.write(Call.class, call),
                before.id(),
                call.id()));
    }

    private void newCall(Call call) {
        bundle.add(
                StepVerbs.NEW_CALL,
                before.id(),
                call.id(),
                call.turn(),
                call.position(),
                Codec.FORMAT,
                Codec.write(Call.class, call));
    }

    private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
        return all.stream().collect(Collectors.toMap(name, one -> one));
    }

    private void questions() {
        var changed = new LinkedHashMap<String, Question>();
        // A question that is asked again is settled and open in one step: the new version stays.
        step.settled().forEach(q -> changed.put(q.key().value(), q));
        step.run().questions().forEach(q -> changed.put(q.key().value(), q));
        var known = byName(before.questions(), q -> q.key().value());
        changed.values().removeIf(q -> q.equals(known.get(q.key().value())));
        // A later version replaces a row that may be settled, and so unknown, by now.
        var fresh = changed.values().stream()
                .collect(Collectors.partitioningBy(
                        q -> q.version() == 1 && !known.containsKey(q.key().value())));
        fresh.get(true).forEach(this::newQuestion);
        fresh.get(false).forEach(this::question);
        votes(changed.values().stream().toList(), known);
    }

    private void newQuestion(Question q) {
        var values = new ArrayList<Object>(List.of(before.id()));
        values.addAll(state(q));
        bundle.add(StepVerbs.NEW_QUESTION, values);
    }

    private void question(Question q) {
        bundle.add(StepVerbs.QUESTION, state(q));
    }

    private static List<Object> state(Question q) {
        return List.of(
                q.version(),
                q.open(),
                Moment.of(q.timing().opened()),
                next(q),
                Codec.FORMAT,
                Codec.write(Question.class, q),
                q.key().value());
    }

    private static Optional<Instant> next(Question q) {
        return q.timing().next().filter(at -> q.open()).map(Moment::of);
    }

    private void votes(List<Question> changed, Map<String, Question> known) {
        for (var q : changed) {
            var old = known.get(q.key().value());
            var kept = old != null && old.version() == q.version() ? old.votes().size() : 0;
            for (int number = kept; number < q.votes().size(); number++) {
                bundle.add(
                        StepVerbs.VOTE,
                        q.key().value(),
                        q.version(),
                        number,
                        Codec.FORMAT,
                        Codec.write(Vote.class, q.votes().get(number)));
            }
        }
    }

    private void outbox(Instant now) {
        for (var message : step.outbox()) {
            bundle.add(
                    StepVerbs.OUTBOX,
                    before.id(),
                    JdbiOutbox.lane(message.to()),
                    JdbiOutbox.about(before.id(), message),
                    0,
                    Moment.of(now),
                    Moment.of(now),
                    Codec.FORMAT,
                    Codec.write(Outbound.class, message));
        }
    }

    private void audit(List<Link> links) {
        for (int i = 0; i < step.entries().size(); i++) {
            bundle.add(
                    StepVerbs.AUDIT,
                    before.id(),
                    links.get(i + 1).number(),
                    links.get(i).hash(),
                    links.get(i + 1).hash(),
                    Codec.FORMAT,
                    Codec.write(Entry.class, step.entries().get(i)));
        }
    }

    /** The end of the record before the step, and after each of its entries. */
    List<Link> links(Link head) {
        var links = new ArrayList<>(List.of(head));
        for (var entry : step.entries()) {
            var last = links.getLast();
            var number = last.number() + 1;
            links.add(new Link(number, AuditChain.hash(last.hash(), before.id(), number, entry)));
        }
        return links;
    }
}
