package dev.countersign.store.sql;

/** How rows are found whose time has come, where most rows of the table have none. */
public final class Due {
    /**
     * H2 keeps rows without a time first in an index, and walks through them where a condition has
     * no lower end: every run that waits, every delivery and every message that was ever sent.
     */
    private static final String LOWER_END = " >= timestamp with time zone '1900-01-01 00:00:00+00'";

    private Due() {}

    /** The column has a time, and {@code :now} is not before it. */
    public static String by(String column) {
        return some(column) + " and " + column + " <= :now";
    }

    /** The column has a time. */
    public static String some(String column) {
        return column + LOWER_END;
    }

    /** The earliest time in the column; no row where none has one. */
    public static String earliest(String column, String table) {
        return "(select " + column + " from " + table + " where " + some(column) + " order by "
                + column + " limit 1)";
    }
}
