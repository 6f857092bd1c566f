package dev.countersign.store;

import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.Run.Origin;
import dev.countersign.store.Unreadable.Sorted;
import dev.countersign.store.audit.AuditChain.Link;
import dev.countersign.store.audit.AuditHeads;
import dev.countersign.store.form.Codec;
import dev.countersign.store.form.NewerForm;
import dev.countersign.store.form.RunForm;
import dev.countersign.store.sql.Bundle.Refused;
import dev.countersign.store.sql.Tally;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads whole runs: the row, its calls in hand and its open questions in one statement, so that
 * what is read is of one version even while somebody commits the next.
 */
final class RunReader {
    private static final String SELECT = """
            select 1 as part, r.id as run_id, r.id as name, r.version as number, r.format, r.form,
                r.origin, r.audit_number, r.audit_hash
              from run r where r.id <which>
            union all
            select 2, c.run_id, c.id, 0, c.format, c.form, '', 0, ''
              from call c join run r on c.run_id = r.id
              where r.id <which> and c.turn >= r.turn
            union all
            select 3, q.run_id, q.name, 0, q.format, q.form, '', 0, ''
              from question q where q.run_id <which> and q.is_open
            """;

    private static final int PARTS = 3;

    private final AuditHeads heads;
    private final Tally tally;

    RunReader(AuditHeads heads, Tally tally) {
        this.heads = heads;
        this.tally = tally;
    }

    private record Row(
            int part,
            String run,
            String name,
            long number,
            int format,
            String form,
            String origin,
            Link head) {}

    /** The runs whose id is in the list. */
    List<Run> byId(Connection connection, List<String> ids) {
        var places = String.join(", ", Collections.nCopies(ids.size(), "?"));
        return ids.isEmpty() ? List.of() : runs(connection, "in (" + places + ")", ids);
    }

    /** As {@link #byId}, without those that cannot be read: one bad row stops nobody else. */
    Sorted<String, List<Run>> readable(Connection connection, List<String> ids) {
        try {
            return new Sorted<>(ids, List.of(byId(connection, ids)), List.of());
        } catch (IllegalStateException | NewerForm oneOfThem) {
            return Unreadable.sorted(ids, id -> byId(connection, List.of(id)));
        }
    }

    /** The run whose id a subquery with these values finds. */
    Optional<Run> bySubquery(Connection connection, String subquery, String... values) {
        return runs(connection, "= (" + subquery + ")", List.of(values)).stream()
                .findFirst();
    }

    /** Plain JDBC, because a run is read more often than anything else. */
    private List<Run> runs(Connection connection, String which, List<String> values) {
        try (var query = connection.prepareStatement(SELECT.replace("<which>", which))) {
            int at = 1;
            for (int part = 0; part < PARTS; part++) {
                for (var value : values) {
                    query.setString(at++, value);
                }
            }
            tally.statement();
            var rows = new ArrayList<Row>();
            try (var found = query.executeQuery()) {
                while (found.next()) {
                    rows.add(row(found));
                }
            }
            return assembled(rows);
        } catch (SQLException refused) {
            throw new Refused(refused);
        }
    }

    private static Row row(ResultSet found) throws SQLException {
        return new Row(
                found.getInt(1),
                found.getString(2),
                found.getString(3),
                found.getLong(4),
                found.getInt(5),
                found.getString(6),
                found.getString(7),
                new Link(found.getLong(8), found.getString(9)));
    }

    private List<Run> assembled(List<Row> rows) {
        var parts = new Parts(new HashMap<>(), new HashMap<>());
        rows.forEach(parts::add);
        var runs = new ArrayList<Run>();
        for (var row : rows) {
            if (row.part() == 1) {
                var name = "run " + row.run();
                var form = Codec.read(RunForm.class, row.format(), row.form(), name);
                var origin = Codec.read(Origin.class, row.format(), row.origin(), name);
                heads.keep(row.run(), row.number(), row.head());
                runs.add(form.run(row.run(), row.number(), origin, parts));
            }
        }
        return runs;
    }

    private record Parts(Map<String, Call> calls, Map<String, Question> questions)
            implements RunForm.RunParts {
        void add(Row row) {
            var name = row.run() + " " + row.name();
            if (row.part() == 2) {
                calls.put(name, Codec.read(Call.class, row.format(), row.form(), "call " + name));
            } else if (row.part() == 3) {
                questions.put(name, RunReader.question(row.format(), row.form(), row.name()));
            }
        }

        @Override
        public Call call(String run, String id) {
            return required(calls.get(run + " " + id), "call " + id + " of run " + run);
        }

        @Override
        public Question question(String run, String key) {
            return required(questions.get(run + " " + key), "question " + key);
        }

        private static <T> T required(T found, String what) {
            if (found == null) {
                throw new IllegalStateException(what + " is missing in the database."
                        + " Restore it from a backup; the run is left as it is.");
            }
            return found;
        }
    }

    static Question question(int format, String form, String name) {
        return Codec.read(Question.class, format, form, "question " + name);
    }
}
