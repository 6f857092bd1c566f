package dev.countersign.channels.email.letter;

import java.util.List;

/**
 * A letter as HTML that Word-engine Outlook, phones, dark mode and screen readers can show: one
 * column of tables, inline styles, no image, nothing loaded from anywhere.
 */
public final class HtmlView {
    private static final String FONT =
            "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";

    private static final String MONO =
            "font-family:ui-monospace,Consolas,Menlo,'Courier New',monospace;font-size:13px;";

    /** A word without end is broken rather than push everything off the screen. */
    private static final String BREAK = "overflow-wrap:anywhere;word-break:break-word;";

    private static final String BOX =
            "<div class=\"edge\" style=\"border:1px solid #c9ced8;padding:8px 12px;"
                    + "margin:0 0 12px;" + MONO + "\">";

    private static final String HEAD = "<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\"><head>"
            + "<meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
            + "<meta name=\"color-scheme\" content=\"light dark\">"
            + "<meta name=\"supported-color-schemes\" content=\"light dark\">"
            + "<style>:root{color-scheme:light dark}@media (prefers-color-scheme:dark){"
            + ".page,.box{background:#16181d!important;color:#e8eaf0!important}"
            + ".edge{border-color:#4a5060!important}.dim{color:#b6bcc9!important}"
            + ".warn{background:#3d2f00!important;color:#ffe9a8!important}"
            + ".link{color:#7fd0c6!important}.gone{background:#3d1a1a!important;"
            + "color:#ffb4ab!important}.come{background:#12321f!important;"
            + "color:#8fe0ab!important}}</style>";

    private static final String OPEN = "</head><body class=\"page\" style=\"margin:0;padding:0;"
            + "background:#ffffff;color:#1b1f27;" + FONT + "\">"
            + "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\">"
            + "<tr><td align=\"center\" style=\"padding:16px\">"
            + "<table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\""
            + " style=\"width:100%;max-width:600px\"><tr><td class=\"box\" align=\"left\""
            + " style=\"font-size:16px;line-height:1.5;" + BREAK + FONT + "\">";

    private static final String CLOSE = "</td></tr></table></td></tr></table></body></html>\n";

    private HtmlView() {}

    static String of(String title, List<Block> blocks) {
        return HEAD + "<title>" + Visible.html(Visible.line(title)) + "</title>" + OPEN
                + body(blocks) + CLOSE;
    }

    /** The pieces alone, for a page that has its own frame. */
    public static String body(List<Block> blocks) {
        var out = new StringBuilder();
        blocks.forEach(block -> write(out, block));
        return out.toString();
    }

    /** Words as they may stand in an element or an attribute. */
    public static String escaped(String words) {
        return Visible.html(words);
    }

    private static void write(StringBuilder out, Block block) {
        switch (block) {
            case Block.Title title ->
                out.append("<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 12px\">")
                        .append(Visible.html(Visible.line(title.words())))
                        .append("</h1>\n");
            case Block.Words words -> paragraph(out, "", words.words());
            case Block.Warning warning ->
                paragraph(
                        out,
                        "background:#fff4d6;color:#4a3500;padding:8px 12px",
                        "Careful: " + Visible.line(warning.words()));
            case Block.Facts facts -> facts(out, facts);
            case Block.Exact exact -> exact(out, exact.label(), exact.text());
            case Block.Difference diff -> difference(out, diff.text());
            case Block.Quote quote -> quote(out, quote);
            case Block.Prose prose -> prose(out, prose.text());
            case Block.Link link -> link(out, link);
        }
    }

    private static void paragraph(StringBuilder out, String style, String words) {
        out.append("<p class=\"")
                .append(style.isEmpty() ? "box" : "warn")
                .append("\" style=\"")
                .append("margin:0 0 12px;")
                .append(style)
                .append("\">")
                .append(Visible.html(words).replace("\n", "<br>\n"))
                .append("</p>\n");
    }

    private static void facts(StringBuilder out, Block.Facts facts) {
        if (facts.facts().isEmpty()) {
            return;
        }
        out.append("<table cellpadding=\"0\" cellspacing=\"0\" style=\"margin:0 0 12px\">\n");
        for (var fact : facts.facts()) {
            out.append("<tr><th scope=\"row\" align=\"left\" valign=\"top\" class=\"dim\" style=\"")
                    .append("padding:2px 16px 2px 0;color:#4a5060;font-weight:normal\">")
                    .append(Visible.html(Visible.line(fact.label())))
                    .append("</th><td valign=\"top\" style=\"padding:2px 0\">")
                    .append(Visible.html(fact.value()).replace("\n", "<br>\n"))
                    .append("</td></tr>\n");
        }
        out.append("</table>\n");
    }

    private static void exact(StringBuilder out, String label, String text) {
        label(out, label);
        out.append(BOX).append(lines(text)).append("</div>\n");
    }

    /** Each line in its colour; the signs before it stay, for those who do not see colours. */
    private static void difference(StringBuilder out, String text) {
        label(out, Block.Difference.LABEL);
        out.append(BOX);
        text.lines().forEach(line -> out.append("<div")
                .append(colour(line))
                .append('>')
                .append(lines(line))
                .append("</div>\n"));
        out.append("</div>\n");
    }

    private static String colour(String line) {
        if (line.startsWith("+") && !line.startsWith("+++ ")) {
            return " class=\"come\" style=\"background:#e6f4ea;color:#0f5132\"";
        }
        if (line.startsWith("-") && !line.startsWith("--- ")) {
            return " class=\"gone\" style=\"background:#fdeceb;color:#8f1d1d\"";
        }
        return "";
    }

    /** Lines and indents as they are, also where Word, which knows no pre-wrap, shows the mail. */
    private static String lines(String text) {
        return Visible.html(text).replaceAll("(?m)^ | (?= )", "&nbsp;").replace("\n", "<br>\n");
    }

    private static void quote(StringBuilder out, Block.Quote quote) {
        label(out, quote.label());
        out.append("<div class=\"edge dim\" style=\"border-left:4px solid #c9ced8;color:#4a5060;")
                .append("padding:4px 12px;margin:0 0 12px\">")
                .append(lines(quote.text()))
                .append("</div>\n");
    }

    private static void prose(StringBuilder out, String text) {
        out.append("<div style=\"margin:0 0 12px\">").append(lines(text)).append("</div>\n");
    }

    private static void label(StringBuilder out, String label) {
        out.append("<p style=\"margin:0 0 4px;font-weight:bold\">")
                .append(Visible.html(Visible.line(label)))
                .append("</p>\n");
    }

    private static void link(StringBuilder out, Block.Link link) {
        var url = Visible.html(link.url());
        out.append("<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\"><tr>")
                .append("<td style=\"background:#1d5f63;padding:12px 20px\"><a href=\"")
                .append(url)
                .append("\" style=\"color:#ffffff;text-decoration:none;font-weight:bold\">")
                .append(Visible.html(link.label()))
                .append("</a></td></tr></table>\n<p style=\"margin:4px 0 16px;font-size:13px;")
                .append("word-break:break-all\"><a class=\"link\" href=\"")
                .append(url)
                .append("\" style=\"color:#1d5f63\">")
                .append(url)
                .append("</a></p>\n");
    }
}
