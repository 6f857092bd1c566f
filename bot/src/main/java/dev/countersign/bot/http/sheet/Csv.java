package dev.countersign.bot.http.sheet;

import java.util.List;
import java.util.stream.Collectors;

/** Rows of a table as RFC 4180 has them, safe to open in a spreadsheet. */
public final class Csv {
    /** A cell that begins with one of these would be calculated. */
    private static final String CALCULATED = "=+-@\t\r";

    private Csv() {}

    /** One row, with its end. */
    public static String row(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        var shown = !text.isEmpty() && CALCULATED.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return shown.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                ? '"' + shown.replace("\"", "\"\"") + '"'
                : shown;
    }
}
