package dev.countersign.channels.email.letter;

import java.util.List;

/** A letter as plain text. No line of it can be mistaken for a decision, even when quoted bare. */
final class TextView {
    private static final String MARGIN = "  | ";

    private TextView() {}

    static String of(List<Block> blocks) {
        var out = new StringBuilder();
        blocks.forEach(block -> write(out, block));
        return out.toString().stripTrailing() + "\n";
    }

    private static void write(StringBuilder out, Block block) {
        switch (block) {
            case Block.Title title -> {
                var words = "= " + Visible.line(title.words()) + " =";
                out.append(words).append("\n\n");
            }
            case Block.Words words -> out.append(Visible.text(words.words())).append("\n\n");
            case Block.Warning warning ->
                out.append("Careful: ").append(Visible.line(warning.words())).append("\n\n");
            case Block.Facts facts -> {
                facts.facts().forEach(f -> fact(out, f.label(), f.value()));
                out.append('\n');
            }
            case Block.Exact exact -> lines(out, exact.label(), exact.text());
            case Block.Difference diff -> lines(out, Block.Difference.LABEL, diff.text());
            case Block.Quote quote -> lines(out, quote.label(), quote.text());
            case Block.Prose prose -> out.append(Visible.text(prose.text())).append("\n\n");
            case Block.Link link ->
                out.append(link.label()).append(":\n").append(link.url()).append("\n\n");
        }
    }

    private static void fact(StringBuilder out, String label, String value) {
        var shown = Visible.text(value).strip();
        out.append(MARGIN).append(Visible.line(label)).append(": ");
        out.append(shown.replace("\n", "\n" + MARGIN)).append('\n');
    }

    private static void lines(StringBuilder out, String label, String text) {
        out.append(Visible.line(label)).append(":\n");
        for (var line : Visible.text(text).split("\n", -1)) {
            out.append(MARGIN).append(line).append('\n');
        }
        out.append('\n');
    }
}
