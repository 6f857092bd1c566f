package dev.countersign.store.sql;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One thing that steps do to a table, in the words for one row and in those for many at once.
 * {@code rank} orders the verbs of one transaction; each row of one that {@code decides} must hit
 * exactly one row, or everything is given up.
 *
 * <p>{@code each} has a parameter for each column. The others are for PostgreSQL: {@code one} has
 * them too, and looks by itself whether it decided; {@code all} has an array of texts for each
 * column, and, where it decides, the number of rows last.
 */
public record Verb(int rank, boolean decides, int columns, String each, String one, String all) {
    // A division by zero is the only way to fail that needs no function in the database.
    private static final String GUARDED = "with moved as (<words> returning 1)"
            + " select 1 / (case when count(*) = <rows> then 1 else 0 end) from moved";

    /** A column and its type, as in {@code version bigint}. */
    private record Column(String name, String type) {
        static List<Column> of(Stream<String> declared) {
            return declared.map(words -> words.split(" "))
                    .map(words -> new Column(words[0], words[1]))
                    .toList();
        }

        /** The value for this column, of the row of arrays. */
        String taken(int position) {
            return "s.p" + position + "::" + type;
        }
    }

    /** Adds a row. */
    public static Verb insert(int rank, String table, String... columns) {
        var all = Column.of(Stream.of(columns));
        var into = "insert into " + table + " ("
                + all.stream().map(Column::name).collect(Collectors.joining(", ")) + ")";
        var each = into + " values " + row(all.size());
        return new Verb(
                rank,
                false,
                all.size(),
                each,
                each,
                into + " select " + taken(all) + " from " + rows(all.size()));
    }

    /** Changes the row with these keys; its values are the new ones and then the keys. */
    public static Verb update(int rank, String table, List<String> set, List<String> keys) {
        return update(rank, false, table, set, keys);
    }

    /** As {@link #update}, and everything is given up when there is no such row. */
    public static Verb decide(int rank, String table, List<String> set, List<String> keys) {
        return update(rank, true, table, set, keys);
    }

    private static Verb update(
            int rank, boolean decides, String table, List<String> set, List<String> keys) {
        var all = Column.of(Stream.concat(set.stream(), keys.stream()));
        var each = "update " + table + " set "
                + pairs(0, set.size(), ", ", i -> all.get(i).name() + " = ?")
                + " where "
                + pairs(set.size(), all.size(), " and ", i -> all.get(i).name() + " = ?");
        var many = "update " + table + " as t set "
                + pairs(
                        0,
                        set.size(),
                        ", ",
                        i -> all.get(i).name() + " = " + all.get(i).taken(i))
                + " from " + rows(all.size()) + " where "
                + pairs(
                        set.size(),
                        all.size(),
                        " and ",
                        i -> "t." + all.get(i).name() + " = " + all.get(i).taken(i));
        return decides
                ? new Verb(rank, true, all.size(), each, guarded(each, "1"), guarded(many, "?"))
                : new Verb(rank, false, all.size(), each, each, many);
    }

    /**
     * Words of one's own for rows of which each must hit exactly one: {@code each} for inside the
     * process; for PostgreSQL {@code onto}, with the values of one row or the rows of the arrays
     * where it says {@code <rows>}.
     */
    public static Verb deciding(int rank, List<String> columns, String each, String onto) {
        var all = Column.of(columns.stream());
        var values = all.stream().map(column -> "?::" + column.type());
        var one = "(values (" + values.collect(Collectors.joining(", ")) + ")) as s("
                + pairs(0, all.size(), ", ", i -> "p" + i) + ")";
        var many = "(select "
                + pairs(0, all.size(), ", ", i -> all.get(i).taken(i) + " as p" + i) + " from "
                + rows(all.size()) + ") s";
        return new Verb(
                rank,
                true,
                all.size(),
                each,
                guarded(onto.replace("<rows>", one), "1"),
                guarded(onto.replace("<rows>", many), "?"));
    }

    private static String guarded(String words, String rows) {
        return GUARDED.replace("<words>", words).replace("<rows>", rows);
    }

    /** Words for PostgreSQL for so few rows, with parameters for each of them. */
    public String few(int rows) {
        return one.startsWith("insert")
                ? one + (", " + row(columns)).repeat(rows - 1) + ";\n"
                : (one + ";\n").repeat(rows);
    }

    private static String row(int columns) {
        return "(" + "?, ".repeat(columns - 1) + "?)";
    }

    private static String taken(List<Column> all) {
        return pairs(0, all.size(), ", ", i -> all.get(i).taken(i));
    }

    private static String rows(int columns) {
        return "unnest(" + "?::varchar[], ".repeat(columns - 1) + "?::varchar[]) as s("
                + pairs(0, columns, ", ", i -> "p" + i) + ")";
    }

    private static String pairs(int from, int to, String between, IntFunction<String> word) {
        return IntStream.range(from, to).mapToObj(word).collect(Collectors.joining(between));
    }
}
