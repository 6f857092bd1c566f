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

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes what hangs on a run in one step: one batch for each table that has something new. Which
 * rows exist already is known from the run before, so nothing is looked up first.
 */
final class StepWriter {
    private final Handle handle;
    private final Run before;
    private final Step step;

    StepWriter(Handle handle, Commit commit) {
        this.handle = handle;
        this.before = commit.before();
        this.step = commit.step();
    }

    void write(Link head, Instant now) {
        messages();
        calls();
        questions();
        outbox(now);
        audit(head);
    }

    private PreparedBatch batch(String sql) {
        return handle.prepareBatch(sql);
    }

    private static void execute(PreparedBatch batch) {
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    private void messages() {
        var insert = batch("insert into message (run_id, number, format, form)"
                + " values (:run, :number, :format, :form)");
        var number = before.counts().messages();
        for (var message : step.said()) {
            insert.bind("run", before.id())
                    .bind("number", number++)
                    .bind("format", Codec.FORMAT)
                    .bind("form", Codec.write(Message.class, message))
                    .add();
        }
        execute(insert);
    }

    private void calls() {
        var changed = new LinkedHashMap<String, Call>();
        step.calls().forEach(call -> changed.put(call.id(), call));
        step.run().calls().forEach(call -> changed.put(call.id(), call));
        var known = byName(before.calls(), Call::id);
        var insert = batch("insert into call (run_id, id, turn, position, format, form)"
                + " values (:run, :id, :turn, :position, :format, :form)");
        var update = batch("update call set format = :format, form = :form"
                + " where run_id = :run and id = :id");
        changed.values().removeIf(call -> call.equals(known.get(call.id())));
        for (var call : changed.values()) {
            var batch = known.containsKey(call.id())
                    ? update
                    : insert.bind("turn", call.turn()).bind("position", call.position());
            batch.bind("run", before.id())
                    .bind("id", call.id())
                    .bind("format", Codec.FORMAT)
                    .bind("form", Codec.write(Call.class, call))
                    .add();
        }
        execute(insert);
        execute(update);
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
        var insert = batch("""
                insert into question
                    (name, run_id, version, is_open, opened_at, next_at, format, form)
                values (:name, :run, :version, :open, :opened, :next, :format, :form)""");
        var update = batch("""
                update question set version = :version, is_open = :open, opened_at = :opened,
                    next_at = :next, format = :format, form = :form where name = :name""");
        for (var q : changed.values()) {
            // A later version replaces a row that may be settled, and so unknown, by now.
            var isNew = q.version() == 1 && !known.containsKey(q.key().value());
            bound(isNew ? insert.bind("run", before.id()) : update, q).add();
        }
        execute(insert);
        execute(update);
        votes(changed.values().stream().toList(), known);
    }

    private static PreparedBatch bound(PreparedBatch batch, Question q) {
        var next = q.timing().next().filter(at -> q.open());
        return batch.bind("name", q.key().value())
                .bind("version", q.version())
                .bind("open", q.open())
                .bind("opened", Moment.of(q.timing().opened()))
                .bindByType("next", next.map(Moment::of).orElse(null), Instant.class)
                .bind("format", Codec.FORMAT)
                .bind("form", Codec.write(Question.class, q));
    }

    private void votes(List<Question> changed, Map<String, Question> known) {
        var insert = batch("insert into vote (question, version, number, format, form)"
                + " values (:question, :version, :number, :format, :form)");
        for (var q : changed) {
            var old = known.get(q.key().value());
            var kept = old != null && old.version() == q.version() ? old.votes().size() : 0;
            for (int number = kept; number < q.votes().size(); number++) {
                insert.bind("question", q.key().value())
                        .bind("version", q.version())
                        .bind("number", number)
                        .bind("format", Codec.FORMAT)
                        .bind("form", Codec.write(Vote.class, q.votes().get(number)))
                        .add();
            }
        }
        execute(insert);
    }

    private void outbox(Instant now) {
        var insert = batch("""
                insert into outbox
                    (run_id, lane, about, tries, queued_at, due_at, format, form)
                values (:run, :lane, :about, 0, :now, :now, :format, :form)""");
        for (var message : step.outbox()) {
            insert.bind("run", before.id())
                    .bind("lane", JdbiOutbox.lane(message.to()))
                    .bind("about", JdbiOutbox.about(before.id(), message))
                    .bind("now", Moment.of(now))
                    .bind("format", Codec.FORMAT)
                    .bind("form", Codec.write(Outbound.class, message))
                    .add();
        }
        execute(insert);
    }

    private void audit(Link head) {
        var insert = batch("insert into audit (run_id, number, previous, hash, format, form)"
                + " values (:run, :number, :previous, :hash, :format, :form)");
        var links = links(head);
        for (int i = 0; i < step.entries().size(); i++) {
            insert.bind("run", before.id())
                    .bind("number", links.get(i + 1).number())
                    .bind("previous", links.get(i).hash())
                    .bind("hash", links.get(i + 1).hash())
                    .bind("format", Codec.FORMAT)
                    .bind("form", Codec.write(Entry.class, step.entries().get(i)))
                    .add();
        }
        execute(insert);
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
