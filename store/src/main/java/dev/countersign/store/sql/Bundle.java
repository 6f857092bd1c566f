package dev.countersign.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rows that a step writes, or several steps together, by what is done with them. Over a network
 * all of it is one message, however many rows there are: of one step in words for each row, which
 * the database executes quickest, of several in words for any number of rows, so that there are
 * not too many different ones to be planned. Inside the process the rows of one verb are one batch.
 */
public final class Bundle {
    /** PostgreSQL: division by zero, which is how a verb that decides fails. */
    private static final String DIVISION_BY_ZERO = "22012";

    /** A usual step has fewer rows; those with more are too different from each other. */
    private static final int FEW = 16;

    private final Map<Verb, List<List<Object>>> rows =
            new TreeMap<>(Comparator.comparingInt(Verb::rank));

    private boolean severalSteps;

    /** The database refused what it was asked; the cause says why. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Refused(SQLException cause) {
            super("the database refused: state " + cause.getSQLState(), cause);
        }
    }

    /** A row that was to decide is not as it was; the transaction is to be given up. */
    public static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken() {
            super("somebody else was first");
        }
    }

    /** One more row; an empty {@code Optional} is stored as null. */
    public Bundle add(Verb verb, Object... values) {
        return add(verb, List.of(values));
    }

    public Bundle add(Verb verb, List<Object> values) {
        rows.computeIfAbsent(verb, v -> new ArrayList<>()).add(values);
        return this;
    }

    /** Everything of all of them, to be kept together. */
    public static Bundle of(List<Bundle> bundles) {
        if (bundles.size() == 1) {
            return bundles.getFirst();
        }
        var together = new Bundle();
        together.severalSteps = true;
        for (var bundle : bundles) {
            bundle.rows.forEach((verb, more) ->
                    together.rows.computeIfAbsent(verb, v -> new ArrayList<>()).addAll(more));
        }
        return together;
    }

    /**
     * Sends everything as one message. Where the connection commits by itself, it commits all of
     * it at the end, or nothing.
     *
     * @throws Overtaken when a row that was to decide is not as it was
     */
    public void together(Connection connection, Tally tally) {
        int all = rows.values().stream().mapToInt(List::size).sum();
        var singly = !severalSteps && all <= FEW;
        try (var prepared = connection.prepareStatement(words(singly))) {
            int at = 1;
            for (var entry : rows.entrySet()) {
                at = singly
                        ? values(prepared, at, entry.getValue())
                        : arrays(prepared, at, entry.getKey(), entry.getValue());
            }
            tally.statement();
            prepared.execute();
        } catch (SQLException refused) {
            throw DIVISION_BY_ZERO.equals(refused.getSQLState())
                    ? new Overtaken()
                    : new Refused(refused);
        }
    }

    private String words(boolean singly) {
        var sql = new StringBuilder();
        rows.forEach((verb, of) -> sql.append(singly ? verb.few(of.size()) : verb.all() + ";\n"));
        return sql.toString();
    }

    /** As texts without a type, so that the columns say how they are read. */
    private static int values(PreparedStatement prepared, int first, List<List<Object>> rows)
            throws SQLException {
        int next = first;
        for (var row : rows) {
            for (var value : row) {
                prepared.setObject(next++, text(value), Types.OTHER);
            }
        }
        return next;
    }

    private static int arrays(
            PreparedStatement prepared, int first, Verb verb, List<List<Object>> rows)
            throws SQLException {
        for (int column = 0; column < verb.columns(); column++) {
            var texts = new String[rows.size()];
            for (int row = 0; row < texts.length; row++) {
                texts[row] = text(rows.get(row).get(column));
            }
            prepared.setObject(first + column, texts);
        }
        int next = first + verb.columns();
        if (verb.decides()) {
            prepared.setInt(next++, rows.size());
        }
        return next;
    }

    private static String text(Object value) {
        return value instanceof Optional<?> perhaps
                ? perhaps.map(Object::toString).orElse(null)
                : value.toString();
    }

    /**
     * Executes everything inside the process, in a transaction of the caller.
     *
     * @throws Overtaken when a row that was to decide is not as it was
     */
    public void inBatches(Connection connection, Tally tally) {
        try {
            for (var entry : rows.entrySet()) {
                batch(connection, entry.getKey(), entry.getValue());
                tally.statement();
            }
        } catch (SQLException refused) {
            throw new Refused(refused);
        }
    }

    private static void batch(Connection connection, Verb verb, List<List<Object>> rows)
            throws SQLException {
        try (var prepared = connection.prepareStatement(verb.each())) {
            for (var row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    bind(prepared, i + 1, row.get(i));
                }
                prepared.addBatch();
            }
            for (int hits : prepared.executeBatch()) {
                if (verb.decides() && hits != 1) {
                    throw new Overtaken();
                }
            }
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
