package dev.countersign.store.absence;

import dev.countersign.store.Database;
import dev.countersign.store.form.IndexedText;
import dev.countersign.store.form.Moment;

import java.time.Instant;
import java.util.Optional;

/** Who is away by word of a channel, as rows; the last word holds. Safe for threads. */
public final class JdbiAbsences {
    private final Database database;

    public JdbiAbsences(Database database) {
        this.database = database;
    }

    public Optional<Instant> until(String person) {
        return database.read(
                handle -> handle.createQuery("select until_at from absence where person = :person")
                        .bind("person", IndexedText.name(person))
                        .mapTo(Instant.class)
                        .findFirst());
    }

    /** A channel says that this person is away; they are until then, unless it says otherwise. */
    public void away(String person, String channel, Instant until, Instant now) {
        database.inTransaction(handle -> {
            handle.createUpdate("delete from absence where person = :person")
                    .bind("person", IndexedText.name(person))
                    .execute();
            handle.createUpdate("insert into absence (person, until_at, said_at, channel)"
                            + " values (:person, :until, :now, :channel)")
                    .bind("person", IndexedText.name(person))
                    .bind("until", Moment.of(until))
                    .bind("now", Moment.of(now))
                    .bind("channel", IndexedText.name(channel))
                    .execute();
        });
    }
}
