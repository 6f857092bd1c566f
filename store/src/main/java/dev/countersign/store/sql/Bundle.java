package dev.countersign.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Statements that a step makes, to be executed in order. Over a network they travel together and
 * are answered together; inside the process, those with the same words go as one batch.
 */
public final class Bundle {
    private final List<Statement> statements = new ArrayList<>();

    private record Statement(String sql, List<Object> values) {}

    /** The database refused one of the statements; the cause says why. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(SQLException cause) {
            super("the database refused a step: state " + cause.getSQLState(), cause);
        }
    }

    /** One more statement; an empty {@code Optional} is stored as null. */
    public Bundle add(String sql, Object... values) {
        statements.add(new Statement(sql, List.of(values)));
        return this;
    }

    /**
     * Executes all; gives back how many rows the first of them changed. Where that is none, the
     * others may or may not have been executed, and the transaction is to be given up.
     */
    public int execute(Connection connection, Tally tally) {
        try {
            return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")
                    ? together(connection, tally)
                    : batched(connection, tally);
        } catch (SQLException refused) {
            throw new Refused(refused);
        }
    }

    private int together(Connection connection, Tally tally) throws SQLException {
        var sql = String.join(";\n", statements.stream().map(Statement::sql).toList());
        try (var prepared = connection.prepareStatement(sql)) {
            bind(prepared, statements.stream().flatMap(s -> s.values().stream()).toList());
            prepared.execute();
            tally.statement();
            return prepared.getUpdateCount();
        }
    }

    private int batched(Connection connection, Tally tally) throws SQLException {
        int first = 0;
        for (int from = 0; from < statements.size(); ) {
            int to = from;
            try (var prepared = connection.prepareStatement(statements.get(from).sql())) {
                for (; to < statements.size() && isSame(from, to); to++) {
                    bind(prepared, statements.get(to).values());
                    prepared.addBatch();
                }
                var hits = prepared.executeBatch();
                tally.statement();
                first = from == 0 ? hits[0] : first;
            }
            if (first == 0) {
                return 0;
            }
            from = to;
        }
        return first;
    }

    private boolean isSame(int one, int other) {
        return statements.get(one).sql().equals(statements.get(other).sql());
    }

    private static void bind(PreparedStatement prepared, List<Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            bind(prepared, i + 1, values.get(i));
        }
    }

    private static void bind(PreparedStatement prepared, int at, Object value) throws SQLException {
        if (value instanceof Optional<?> perhaps) {
            if (perhaps.isPresent()) {
                bind(prepared, at, perhaps.get());
            } else {
                prepared.setNull(at, Types.NULL);
            }
        } else if (value instanceof Instant time) {
            prepared.setObject(at, time.atOffset(ZoneOffset.UTC));
        } else {
            prepared.setObject(at, value);
        }
    }
}
