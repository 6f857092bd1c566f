package dev.countersign.store.callback;

import dev.countersign.agent.run.Archive.Recorded;
import dev.countersign.store.Database;
import dev.countersign.store.JdbiArchive;
import dev.countersign.store.SqlFault;
import dev.countersign.store.callback.KeptCallback.Draft;
import dev.countersign.store.callback.KeptCallback.State;
import dev.countersign.store.form.IndexedText;
import dev.countersign.store.form.Moment;
import dev.countersign.store.sql.Due;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Callbacks as rows, made from the record; safe for threads and replicas. */
public final class JdbiCallbacks {
    /** On PostgreSQL a line may appear behind later ones; never behind more than this. */
    private static final long LATE_LINES = 2_000;

    private static final int PAGE = 1_000;

    private static final String SELECT =
            "select id, target, kind, made_at, due_at, sent_at, tries, trouble, body"
                    + " from callback ";

    private static final String INSERT = """
            insert into callback (target, line, kind, made_at, due_at, tries, body)
            select :target, :line, :kind, :now, :now, 0, :body where not exists
                (select 1 from callback where target = :target and line = :line)""";

    private final Database database;
    private final JdbiArchive archive;

    public JdbiCallbacks(Database database) {
        this.database = database;
        this.archive = new JdbiArchive(database);
    }

    /** A new target hears of what happens from now on; one that is known goes on where it was. */
    public void begin(String target) {
        try {
            database.inTransaction(handle -> handle.createUpdate(
                            "insert into callback_mark (target, since, looked_to)"
                                    + " select :target, coalesce(max(id), 0), coalesce(max(id), 0)"
                                    + " from audit having not exists"
                                    + " (select 1 from callback_mark where target = :target)")
                    .bind("target", IndexedText.name(target))
                    .execute());
        } catch (RuntimeException failure) {
            ignoreDuplicate(failure);
        }
    }

    /** Lines that this target may not have been told of, but for those in {@code seen}. */
    public List<Recorded> unseen(String target, Set<Long> seen) {
        var ids = database.read(handle -> handle.createQuery("select a.id from audit a"
                        + " join callback_mark m on m.target = :target"
                        + " where a.id > m.since and a.id > m.looked_to - :late"
                        + " order by a.id limit :most")
                .bind("target", IndexedText.name(target))
                .bind("late", LATE_LINES)
                .bind("most", LATE_LINES + PAGE)
                .mapTo(Long.class)
                .list());
        var wanted = new HashSet<>(ids);
        wanted.removeAll(seen);
        return wanted.isEmpty() ? List.of() : lines(wanted);
    }

    private List<Recorded> lines(Set<Long> wanted) {
        long first = wanted.stream().min(Long::compare).orElseThrow();
        return archive.everything(first - 1, PAGE).stream()
                .filter(line -> wanted.contains(line.id()))
                .toList();
    }

    /**
     * Keeps what is to be told, each line once, and how far the record was looked at.
     *
     * @return false when another server was at some of these lines, and nothing was kept of them
     *     here: those that it does not keep must be looked at again
     */
    public boolean keep(String target, List<Draft> drafts, long lookedTo, Instant now) {
        try {
            database.inTransaction(handle -> {
                drafts.forEach(draft -> insert(handle, target, draft, now));
                handle.createUpdate("update callback_mark set looked_to = :to"
                                + " where target = :target and looked_to < :to")
                        .bind("to", lookedTo)
                        .bind("target", IndexedText.name(target))
                        .execute();
            });
            return true;
        } catch (RuntimeException failure) {
            ignoreDuplicate(failure);
            return false;
        }
    }

    private static void insert(Handle handle, String target, Draft draft, Instant now) {
        handle.createUpdate(INSERT)
                .bind("target", IndexedText.name(target))
                .bind("line", draft.line())
                .bind("kind", draft.kind())
                .bind("now", Moment.of(now))
                .bind("body", IndexedText.clean(draft.body()))
                .execute();
    }

    private static void ignoreDuplicate(RuntimeException failure) {
        if (SqlFault.of(failure) != SqlFault.DUPLICATE) {
            throw failure;
        }
    }

    /** Takes what is due for this target; whoever takes it must be done within the lease. */
    public List<KeptCallback> claim(String target, Instant now, Duration lease, int most) {
        return database.transact(handle -> {
            var due = handle.createQuery(SELECT + "where target = :target and " + Due.by("due_at")
                            + " order by due_at, id limit :most for update skip locked")
                    .bind("target", IndexedText.name(target))
                    .bind("now", Moment.of(now))
                    .bind("most", most)
                    .map(row())
                    .list();
            var taken = handle.prepareBatch("update callback set due_at = :then where id = :id");
            due.forEach(one -> taken.bind("then", Moment.of(now.plus(lease)))
                    .bind("id", one.id())
                    .add());
            if (taken.size() > 0) {
                taken.execute();
            }
            return due;
        });
    }

    /** It has arrived. */
    public void sent(long id, Instant now) {
        database.inTransaction(handle -> handle.createUpdate("update callback set due_at = null,"
                        + " trouble = null, tries = tries + 1, sent_at = :now where id = :id")
                .bind("now", Moment.of(now))
                .bind("id", id)
                .execute());
    }

    /** It has not; without a next time it is dead. */
    public void failed(long id, String trouble, Optional<Instant> next) {
        database.inTransaction(handle -> handle.createUpdate("update callback set due_at = :next,"
                        + " trouble = :trouble, tries = tries + 1 where id = :id")
                .bind("next", next.map(Moment::of))
                .bind("trouble", IndexedText.clean(trouble))
                .bind("id", id)
                .execute());
    }

    /** Sends it again from the first try on; says whether there is such a callback. */
    public boolean replay(long id, Instant now) {
        return database.transact(handle ->
                handle.createUpdate("update callback set due_at = :now, sent_at = null, tries = 0"
                                        + " where id = :id")
                                .bind("now", Moment.of(now))
                                .bind("id", id)
                                .execute()
                        == 1);
    }

    /**
     * Forgets what arrived before this moment; but not what may be looked at once more, because it
     * would be told again.
     */
    public int prune(Instant before) {
        return database.transact(
                handle -> handle.createUpdate("delete from callback where sent_at < :before"
                                + " and line <= (select m.looked_to from callback_mark m"
                                + " where m.target = callback.target) - :late")
                        .bind("late", LATE_LINES)
                        .bind("before", Moment.of(before))
                        .execute());
    }

    /** Callbacks in this state, the newest first. */
    public List<KeptCallback> in(State state, int most) {
        var where =
                switch (state) {
                    case WAITING -> "due_at is not null";
                    case SENT -> "sent_at is not null";
                    case DEAD -> "due_at is null and sent_at is null";
                };
        return database.read(handle -> handle.createQuery(
                        SELECT + "where " + where + " order by id desc limit :most")
                .bind("most", most)
                .map(row())
                .list());
    }

    private static RowMapper<KeptCallback> row() {
        return (rs, context) -> {
            var waits = rs.getObject("due_at", OffsetDateTime.class) != null;
            var sent = rs.getObject("sent_at", OffsetDateTime.class) != null;
            return new KeptCallback(
                    rs.getLong("id"),
                    rs.getString("target"),
                    rs.getString("kind"),
                    rs.getObject("made_at", OffsetDateTime.class).toInstant(),
                    waits ? State.WAITING : sent ? State.SENT : State.DEAD,
                    rs.getInt("tries"),
                    Optional.ofNullable(rs.getString("trouble")),
                    rs.getString("body"));
        };
    }
}
