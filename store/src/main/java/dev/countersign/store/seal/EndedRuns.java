package dev.countersign.store.seal;

import org.jdbi.v3.core.Handle;

import java.util.List;

/** Runs that nobody waits for and whose whole record is sealed. */
final class EndedRuns {
    /** More conditions may follow. */
    static final String SEALED = "select r.id, r.audit_number, r.audit_hash from run r"
            + " join seal_part p on p.run_id = r.id and p.number = r.audit_number"
            + " join seal s on s.number = p.seal where s.kind = 'ends'"
            + " and r.phase in ('resting', 'closed') and r.open_questions = 0"
            + " and r.due_at is null";

    private static final String QUESTIONS = " (select name from question where run_id in (<runs>))";

    private static final List<String> ALL_BUT_THE_RECORD = List.of(
            "delete from ticket where question in" + QUESTIONS,
            "delete from vote where question in" + QUESTIONS,
            "delete from question where run_id in (<runs>)",
            "delete from call where run_id in (<runs>)",
            "delete from message where run_id in (<runs>)",
            "delete from outbox where run_id in (<runs>)",
            "delete from inbox where run_id in (<runs>)",
            "delete from run where id in (<runs>)");

    private EndedRuns() {}

    /** Takes away all that these runs have, but for the lines of their record. */
    static void remove(Handle handle, List<String> runs) {
        for (var sql : ALL_BUT_THE_RECORD) {
            handle.createUpdate(sql).bindList("runs", runs).execute();
        }
    }
}
