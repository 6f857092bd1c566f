package dev.countersign.store.mail;

import dev.countersign.store.Database;
import dev.countersign.store.SqlFault;
import dev.countersign.store.form.IndexedText;
import dev.countersign.store.form.Moment;

import java.time.Instant;

/** What only one replica may do at a time, as rows with an owner and an end. */
public final class JdbiLeases {
    private final Database database;
    private final String owner;

    /** {@code owner} is this process, by a name that no other one has. */
    public JdbiLeases(Database database, String owner) {
        this.database = database;
        this.owner = owner;
    }

    /** Takes or renews the lease until then; false while it is somebody else's. */
    public boolean holds(String name, Instant now, Instant until) {
        return taken(name, now, until) || begun(name, until);
    }

    private boolean taken(String name, Instant now, Instant until) {
        return database.transact(handle -> handle.createUpdate("""
                                update lease set owner = :owner, until_at = :until
                                where name = :name and (owner = :owner or until_at <= :now)""")
                        .bind("owner", owner)
                        .bind("until", Moment.of(until))
                        .bind("name", IndexedText.name(name))
                        .bind("now", Moment.of(now))
                        .execute())
                > 0;
    }

    private boolean begun(String name, Instant until) {
        try {
            return database.transact(handle -> {
                var some = handle.createQuery("select name from lease where name = :name")
                        .bind("name", IndexedText.name(name))
                        .mapTo(String.class)
                        .list();
                return some.isEmpty()
                        && handle.createUpdate("insert into lease (name, owner, until_at)"
                                                + " values (:name, :owner, :until)")
                                        .bind("name", IndexedText.name(name))
                                        .bind("owner", owner)
                                        .bind("until", Moment.of(until))
                                        .execute()
                                > 0;
            });
        } catch (RuntimeException failure) {
            if (SqlFault.of(failure) == SqlFault.DUPLICATE) {
                return false;
            }
            throw failure;
        }
    }

    /** Somebody else may have it at once. */
    public void letGo(String name) {
        database.inTransaction(handle -> handle.createUpdate(
                        "delete from lease where name = :name and owner = :owner")
                .bind("name", IndexedText.name(name))
                .bind("owner", owner)
                .execute());
    }
}
