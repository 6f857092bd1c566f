package dev.countersign.store;

import dev.countersign.agent.run.Outbox;
import dev.countersign.agent.run.RunStore.Lease;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Receipt;
import dev.countersign.store.form.Codec;
import dev.countersign.store.form.IndexedText;
import dev.countersign.store.form.Moment;
import dev.countersign.store.sql.Due;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What goes out, one row for each message, in order for each place; safe for threads. */
public final class JdbiOutbox implements Outbox {
    /** A channel that answers or edits needs the latest of what it sent before, not all of it. */
    private static final int MAX_EARLIER = 100;

    private static final int MAX_TROUBLE = 2_000;

    private final Database database;

    public JdbiOutbox(Database database) {
        this.database = database;
    }

    /** The place of a message while it is on its way, made short for an index. */
    static String lane(Conversation place) {
        return IndexedText.sha256(place.channel().length() + place.channel() + place.place());
    }

    /** What the receipts that go with a message are about, in this place. */
    static String about(String run, Outbound message) {
        return question(message)
                .map(key -> about(key, message.to()))
                .orElse("r " + run + " " + lane(message.to()));
    }

    private static String about(QuestionKey key, Conversation place) {
        return "q " + key.value() + " " + lane(place);
    }

    private static Optional<QuestionKey> question(Outbound message) {
        return switch (message) {
            case Outbound.Ask ask -> Optional.of(ask.key());
            case Outbound.Settle settle -> Optional.of(settle.key());
            case Outbound.Whisper whisper -> whisper.about();
            case Outbound.Tell tell -> Optional.empty();
            case Outbound.Progress progress -> Optional.empty();
        };
    }

    private record Row(
            long id, String run, String about, int tries, Instant queued, int format, String form) {
        Letter letter() {
            var message = Codec.read(Outbound.class, format, form, "message " + id);
            return new Letter(this, message);
        }
    }

    private record Letter(Row row, Outbound message) {
        Parcel parcel(Map<String, List<Receipt>> earlier) {
            var before = earlier.getOrDefault(row.about(), List.of());
            return new Parcel(row.id(), row.run(), message, row.tries(), row.queued(), before);
        }
    }

    @Override
    public List<Parcel> claim(Lease lease, Instant now, int most) {
        return database.transact(handle -> {
            var due = due(handle, Moment.of(now), most);
            if (due.isEmpty()) {
                return List.of();
            }
            var letters = Unreadable.sorted(due, Row::letter);
            hold(handle, letters.ours(), Optional.of(lease.owner()), lease.until());
            hold(handle, letters.newer(), Optional.empty(), now.plus(Unreadable.LEFT_TO_OTHERS));
            var earlier = earlier(handle, due);
            return letters.read().stream().map(one -> one.parcel(earlier)).toList();
        });
    }

    /** The first message of each lane, if it is due and nobody holds it. */
    private static List<Row> due(Handle handle, Instant now, int most) {
        return handle.createQuery("""
                        select id, run_id, about, tries, queued_at, format, form from outbox o
                        where <due> and format <= :format and not exists
                            (select 1 from outbox e where e.lane = o.lane and e.id < o.id)
                        order by id limit :most for update skip locked""")
                .define("due", Due.by("due_at"))
                .bind("now", now)
                .bind("format", Codec.FORMAT)
                .bind("most", most)
                .map(view -> row(view))
                .list();
    }

    private static Row row(RowView view) {
        return new Row(
                view.getColumn("id", Long.class),
                view.getColumn("run_id", String.class),
                view.getColumn("about", String.class),
                view.getColumn("tries", Integer.class),
                view.getColumn("queued_at", Instant.class),
                view.getColumn("format", Integer.class),
                view.getColumn("form", String.class));
    }

    private static void hold(Handle handle, List<Row> rows, Optional<String> owner, Instant until) {
        if (!rows.isEmpty()) {
            handle.createUpdate("update outbox set claimed_by = :owner, due_at = :until"
                            + " where id in (<ids>)")
                    .bind("owner", owner)
                    .bind("until", Moment.of(until))
                    .bindList("ids", rows.stream().map(Row::id).toList())
                    .execute();
        }
    }

    private static Map<String, List<Receipt>> earlier(Handle handle, List<Row> due) {
        var found = new HashMap<String, List<Receipt>>();
        handle.createQuery("""
                        select about, receipt from
                            (select about, receipt, id, row_number()
                                over (partition by about order by id desc) as age
                             from outbox where about in (<abouts>) and receipt is not null) sent
                        where age <= :most order by id""")
                .bindList("abouts", due.stream().map(Row::about).distinct().toList())
                .bind("most", MAX_EARLIER)
                .map((rs, context) -> Map.entry(rs.getString(1), new Receipt(rs.getString(2))))
                .forEach(e -> found.computeIfAbsent(e.getKey(), about -> new ArrayList<>())
                        .add(e.getValue()));
        return found;
    }

    @Override
    public void sent(List<Sent> sent) {
        if (sent.isEmpty()) {
            return;
        }
        database.inTransaction(handle -> {
            var update = handle.prepareBatch("update outbox set receipt = :receipt, lane = null,"
                    + " due_at = null, claimed_by = null where id = :id");
            for (var one : sent) {
                update.bind("id", one.id())
                        .bind("receipt", one.receipt().value())
                        .add();
            }
            update.execute();
        });
    }

    @Override
    public void retry(long id, String why, Instant again) {
        database.inTransaction(handle -> handle.createUpdate(
                        "update outbox set tries = tries + 1, due_at = :again,"
                                + " claimed_by = null, trouble = :why"
                                + " where id = :id and due_at is not null")
                .bind("id", id)
                .bind("again", Moment.of(again))
                .bind("why", trouble(why))
                .execute());
    }

    @Override
    public void dead(long id, String why) {
        database.inTransaction(handle -> handle.createUpdate(
                        "update outbox set lane = null, due_at = null, claimed_by = null,"
                                + " trouble = :why where id = :id and due_at is not null")
                .bind("id", id)
                .bind("why", trouble(why))
                .execute());
    }

    private static String trouble(String why) {
        var clean = IndexedText.clean(why);
        return clean.substring(0, Math.min(MAX_TROUBLE, clean.length()));
    }

    @Override
    public boolean reached(QuestionKey key, List<Conversation> places) {
        var abouts = places.stream().map(place -> about(key, place)).toList();
        return abouts.isEmpty() || arrived(abouts) > 0;
    }

    private long arrived(List<String> abouts) {
        return database.read(handle -> handle.createQuery(
                        "select count(receipt) from outbox where about in (<abouts>)")
                .bindList("abouts", abouts)
                .mapTo(Long.class)
                .one());
    }

    @Override
    public long pending() {
        return database.read(handle -> handle.createQuery(
                        "select count(due_at) from outbox where due_at is not null")
                .mapTo(Long.class)
                .one());
    }
}
