package dev.countersign.store.seal;

import dev.countersign.store.Database;
import dev.countersign.store.SqlFault;
import dev.countersign.store.form.Moment;
import dev.countersign.store.seal.Seal.Kind;
import dev.countersign.store.seal.Seal.Part;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Binds the records of all runs together, and takes old ones away without breaking the proof. Any
 * number of servers may do it; one of them is first with the next seal.
 */
public final class Seals {
    /** More runs than this go into the seals that follow. */
    public static final int RUNS_IN_A_SEAL = 1_000;

    /** Fewer, because all that a run has is taken away in one transaction. */
    public static final int RUNS_IN_A_CUT = 100;

    /**
     * On PostgreSQL a line may appear behind one with a later id that was already looked at; never
     * by more lines than transactions can be under way with.
     */
    private static final long LATE_LINES = 2_000;

    private static final String CHANGED =
            "select distinct r.id, r.audit_number, r.audit_hash from audit a"
                    + " join run r on r.id = a.run_id where a.id > :from and a.id <= :to"
                    + " and not exists (select 1 from seal_part p where p.run_id = r.id"
                    + " and p.number >= r.audit_number) order by r.id limit :most";

    private static final String OLD = EndedRuns.SEALED
            + " and r.started_at < :before and s.sealed_at < :before"
            + " order by r.started_at limit :most";

    private static final String HELD =
            "select id, audit_number, audit_hash from run where id in (<runs>) for update";

    private final Database database;
    private final SealKey key;

    public Seals(Database database, SealKey key) {
        this.database = database;
        this.key = key;
    }

    /** Seals what was recorded since the last seal; says how many runs' records that were. */
    public int seal(Instant now) {
        return unlessAnother(handle -> {
            var last = SealRows.last(handle).orElse(Seal.NONE);
            var newest = handle.createQuery("select coalesce(max(id), 0) from audit")
                    .mapTo(Long.class)
                    .one();
            if (newest <= last.lookedTo()) {
                return 0;
            }
            var parts = handle.createQuery(CHANGED)
                    .bind("from", last.lookedTo() - LATE_LINES)
                    .bind("to", newest)
                    .bind("most", RUNS_IN_A_SEAL)
                    .map(SealRows.PART)
                    .list();
            // Where there are more, the next seal must look from the same line on.
            var looked = parts.size() < RUNS_IN_A_SEAL ? newest : last.lookedTo();
            return keep(handle, last, Kind.ENDS, now, looked, parts);
        });
    }

    /** Takes away runs that ended before this moment; says how many. */
    public int cut(Instant now, Instant before) {
        return unlessAnother(handle -> {
            var old = held(handle, before);
            if (old.isEmpty()) {
                return 0;
            }
            var runs = old.stream().map(Part::run).toList();
            EndedRuns.remove(handle, runs);
            handle.createUpdate("delete from audit where run_id in (<runs>)")
                    .bindList("runs", runs)
                    .execute();
            var last = SealRows.last(handle).orElse(Seal.NONE);
            return keep(handle, last, Kind.CUT, now, last.lookedTo(), old);
        });
    }

    /** Somebody may have gone on with a run meanwhile; whose end has moved stays. */
    private static List<Part> held(Handle handle, Instant before) {
        var old = handle.createQuery(OLD)
                .bind("before", before)
                .bind("most", RUNS_IN_A_CUT)
                .map(SealRows.PART)
                .list();
        return old.isEmpty()
                ? old
                : handle.createQuery(HELD)
                        .bindList("runs", old.stream().map(Part::run).toList())
                        .map(SealRows.PART)
                        .filter(old::contains)
                        .list();
    }

    private int keep(
            Handle handle, Seal last, Kind kind, Instant now, long looked, List<Part> parts) {
        if (parts.isEmpty() && looked == last.lookedTo()) {
            return 0;
        }
        var seal = last.next(kind, Moment.of(now), looked, parts, key);
        SealRows.insert(handle, seal, parts);
        return parts.size();
    }

    private int unlessAnother(Function<Handle, Integer> work) {
        try {
            return database.transact(work);
        } catch (RuntimeException failure) {
            if (SqlFault.of(failure) == SqlFault.DUPLICATE) {
                return 0;
            }
            throw failure;
        }
    }
}
