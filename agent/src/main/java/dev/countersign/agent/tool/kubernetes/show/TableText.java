package dev.countersign.agent.tool.kubernetes.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows and columns as kubectl aligns them. */
public final class TableText {
    private static final String GAP = "   ";

    private final List<List<String>> rows = new ArrayList<>();

    public TableText(List<String> header) {
        rows.add(header.stream().map(h -> h.toUpperCase(Locale.ROOT)).toList());
    }

    public void row(List<String> cells) {
        rows.add(cells.stream().map(TableText::oneLine).toList());
    }

    public int size() {
        return rows.size() - 1;
    }

    private static String oneLine(String cell) {
        return cell.replaceAll("[\\p{Cntrl}]+", " ");
    }

    public String text() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < Math.min(columns, row.size()); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < Math.min(columns, row.size()); i++) {
                line.append(row.get(i));
                line.append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
