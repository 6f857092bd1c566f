package dev.countersign.store;

import dev.countersign.agent.run.Postbox;
import dev.countersign.agent.run.RunStore.Lease;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound;
import dev.countersign.store.form.Codec;
import dev.countersign.store.form.IndexedText;
import dev.countersign.store.form.Moment;
import dev.countersign.store.sql.Bundle;
import dev.countersign.store.sql.Due;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What came in, one row for each delivery; safe for threads. */
public final class JdbiPostbox implements Postbox {
    private static final String KEEP = """
            insert into inbox (channel, delivery, received_at, due_at, format, form)
            values (:channel, :delivery, :now, :now, :format, :form)""";

    private final Database database;

    public JdbiPostbox(Database database) {
        this.database = database;
    }

    private static <S extends SqlStatement<S>> S named(S statement, DeliveryId delivery) {
        return statement
                .bind("channel", IndexedText.name(delivery.channel()))
                .bind("delivery", IndexedText.name(delivery.id()));
    }

    @Override
    public boolean keep(Inbound inbound, Instant now) {
        try {
            database.inTransaction(handle -> named(handle.createUpdate(KEEP), inbound.delivery())
                    .bind("now", Moment.of(now))
                    .bind("format", Codec.FORMAT)
                    .bind("form", Codec.write(Inbound.class, inbound))
                    .execute());
            return true;
        } catch (RuntimeException failure) {
            if (SqlFault.of(failure) == SqlFault.DUPLICATE) {
                return false;
            }
            throw failure;
        }
    }

    /** Marks a delivery as consumed by a run, inside that run's step. */
    static void consume(Bundle bundle, DeliveryId delivery, String run, Instant now) {
        bundle.add(
                StepVerbs.CONSUME,
                IndexedText.name(delivery.channel()),
                IndexedText.name(delivery.id()),
                run,
                now,
                Codec.FORMAT);
    }

    private record Row(long number, int format, String form) {
        Inbound inbound() {
            return Codec.read(Inbound.class, format, form, "delivery " + number);
        }
    }

    @Override
    public List<Inbound> claim(Lease lease, Instant now, int most) {
        return database.transact(handle -> {
            var free = Unreadable.sorted(free(handle, Moment.of(now), most), Row::inbound);
            hold(handle, free.ours(), Optional.of(lease.owner()), lease.until());
            hold(handle, free.newer(), Optional.empty(), now.plus(Unreadable.LEFT_TO_OTHERS));
            return free.read();
        });
    }

    private static void hold(Handle handle, List<Row> rows, Optional<String> owner, Instant until) {
        if (!rows.isEmpty()) {
            handle.createUpdate("update inbox set claimed_by = :owner, due_at = :until"
                            + " where number in (<numbers>)")
                    .bind("owner", owner)
                    .bind("until", Moment.of(until))
                    .bindList("numbers", rows.stream().map(Row::number).toList())
                    .execute();
        }
    }

    private static List<Row> free(Handle handle, Instant now, int most) {
        return handle.createQuery("select number, format, form from inbox where "
                        + Due.by("due_at") + " and format <= :format"
                        + " order by number limit :most for update skip locked")
                .bind("now", now)
                .bind("format", Codec.FORMAT)
                .bind("most", most)
                .map((rs, context) -> new Row(rs.getLong(1), rs.getInt(2), rs.getString(3)))
                .list();
    }

    @Override
    public void done(DeliveryId delivery) {
        database.inTransaction(handle -> named(
                        handle.createUpdate("update inbox set due_at = null, claimed_by = null"
                                + " where channel = :channel and delivery = :delivery"),
                        delivery)
                .execute());
    }

    @Override
    public Instant oldest(Instant now) {
        return database.read(handle -> handle.createQuery(
                        "select min(received_at) from inbox where " + Due.some("due_at"))
                .mapTo(Instant.class)
                .findOne()
                .orElse(now));
    }
}
