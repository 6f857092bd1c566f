package dev.countersign.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;

/** What an error of the database means for us, by its SQL state and never by its text. */
public enum SqlFault {
    /** Somebody else was first with the same key. */
    DUPLICATE,
    /** Two transactions were in each other's way; the same one may win the next time. */
    COLLISION,
    /** The database is gone, full, closed or read only. */
    UNAVAILABLE,
    /** A mistake of ours. */
    OTHER;

    /** Serialization, deadlock, lock timeouts, and H2's concurrent update of one row. */
    private static final Set<String> COLLISIONS =
            Set.of("40001", "40P01", "55P03", "HYT00", "90131");
    /** Connection lost, resources, operator's intervention, system error, read only. */
    private static final Set<String> GONE = Set.of("08", "53", "57", "58", "25006");

    /** H2: closed, broken, read only, and errors of the disk, which may be called general. */
    private static final Set<String> GONE_H2 =
            Set.of("90007", "90028", "90030", "90031", "90067", "90097", "90098", "90121", "HY000");

    public static SqlFault of(Throwable failure) {
        return cause(failure).map(SqlFault::ofSql).orElse(OTHER);
    }

    private static SqlFault ofSql(SQLException sql) {
        var state = Optional.ofNullable(sql.getSQLState()).orElse("");
        var family = state.length() == 5 ? state.substring(0, 2) : "";
        if (state.equals("23505")) {
            return DUPLICATE;
        }
        if (COLLISIONS.contains(state)) {
            return COLLISION;
        }
        return sql instanceof SQLTransientConnectionException
                        || GONE.contains(state)
                        || GONE.contains(family)
                        || GONE_H2.contains(state)
                ? UNAVAILABLE
                : OTHER;
    }

    /** The innermost thing that the database said. */
    static Optional<SQLException> cause(Throwable failure) {
        Optional<SQLException> found = Optional.empty();
        for (var at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql) {
                found = Optional.of(sql);
            }
        }
        return found;
    }
}
