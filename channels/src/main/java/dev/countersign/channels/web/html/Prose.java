package dev.countersign.channels.web.html;

import static dev.countersign.channels.web.html.Html.attr;
import static dev.countersign.channels.web.html.Html.box;
import static dev.countersign.channels.web.html.Html.tag;
import static dev.countersign.channels.web.html.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Words of people and agents: plain text as it was written, with fenced blocks set as code. */
public final class Prose {
    private static final Pattern FENCE = Pattern.compile("(?m)^[ \\t]*```[^\\n`]*$\\n?");

    private Prose() {}

    public static Html of(String words) {
        var parts = new ArrayList<Html>();
        var pieces = FENCE.split(words, -1);
        for (int i = 0; i < pieces.length; i++) {
            var piece = i % 2 == 1 ? pieces[i] : pieces[i].strip();
            if (!piece.isBlank()) {
                parts.add(i % 2 == 1 ? code(piece.stripTrailing()) : said(piece));
            }
        }
        return new Html.Many(List.copyOf(parts));
    }

    /** A block that scrolls in itself, also by keyboard. */
    public static Html code(String text) {
        return code(text, "Code");
    }

    public static Html code(String text, String label) {
        return tag(
                "pre",
                attr("tabindex", "0"),
                attr("role", "region"),
                attr("aria-label", label),
                tag("code", text(text)));
    }

    /** Text in columns is only readable when it is set as columns. */
    private static Html said(String piece) {
        return columns(piece) ? code(piece, "Table") : box("div", "said", text(piece));
    }

    private static boolean columns(String piece) {
        return piece.lines().filter(line -> line.strip().contains("   ")).count() >= 2;
    }
}
