package dev.countersign.store.sql;

import dev.countersign.store.sql.Bundle.Overtaken;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** One statement and the rows it takes; where it decides, each of them must hit one row. */
public record Batch(String sql, boolean decides, List<List<Object>> rows) {

    /**
     * Executes it in a transaction of the caller.
     *
     * @throws Overtaken when a row that was to decide is not as it was
     */
    public void execute(Connection connection) throws SQLException {
        try (var prepared = connection.prepareStatement(sql)) {
            if (rows.size() == 1) {
                fill(prepared, rows.getFirst());
                hit(prepared.executeUpdate());
                return;
            }
            for (var row : rows) {
                fill(prepared, row);
                prepared.addBatch();
            }
            for (int hits : prepared.executeBatch()) {
                hit(hits);
            }
        }
    }

    private void hit(int hits) {
        if (decides && hits != 1) {
            throw new Overtaken();
        }
    }

    private static void fill(PreparedStatement prepared, List<Object> row) throws SQLException {
        for (int i = 0; i < row.size(); i++) {
            bind(prepared, i + 1, row.get(i));
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
