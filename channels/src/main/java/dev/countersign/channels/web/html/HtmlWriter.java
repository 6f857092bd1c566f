package dev.countersign.channels.web.html;

import java.util.List;
import java.util.Set;

/** Writes HTML; knows the two contexts in which values stand, and escapes for both. */
final class HtmlWriter {
    private static final Set<String> VOID = Set.of("br", "hr", "img", "input", "link", "meta");

    /** Elements whose content is text alone: an inner element would be shown as its source. */
    private static final Set<String> TEXT_ONLY = Set.of("textarea", "title", "option");

    private final StringBuilder out = new StringBuilder();

    void write(Html html) {
        write(html, false);
    }

    private void write(Html html, boolean textOnly) {
        switch (html) {
            case Html.Element element -> element(element);
            case Html.Attribute attribute -> {}
            case Html.Many many -> many.parts().forEach(part -> write(part, textOnly));
            case Html.Text text -> text(text.value(), textOnly);
        }
    }

    private void element(Html.Element element) {
        out.append('<').append(element.name());
        attributes(element.parts());
        out.append('>');
        if (VOID.contains(element.name())) {
            return;
        }
        var textOnly = TEXT_ONLY.contains(element.name());
        if (element.name().equals("textarea") || element.name().equals("pre")) {
            // The parser swallows one newline here; without ours it would swallow theirs.
            out.append('\n');
        }
        element.parts().forEach(part -> write(part, textOnly));
        out.append("</").append(element.name()).append('>');
    }

    private void attributes(List<Html> parts) {
        for (var part : parts) {
            switch (part) {
                case Html.Attribute attribute -> attribute(attribute);
                case Html.Many many -> attributes(many.parts());
                case Html.Element element -> {}
                case Html.Text text -> {}
            }
        }
    }

    private void attribute(Html.Attribute attribute) {
        out.append(' ').append(attribute.name());
        if (!attribute.value().isEmpty()) {
            out.append("=\"");
            text(attribute.value(), true);
            out.append('"');
        } else if (attribute.name().equals("value")) {
            out.append("=\"\"");
        }
    }

    private void text(String value, boolean textOnly) {
        Visible.walk(value, this::plain, escape -> {
            if (textOnly) {
                out.append(escape);
            } else {
                out.append("<span class=\"esc\">").append(escape).append("</span>");
            }
        });
    }

    private void plain(int codePoint) {
        switch (codePoint) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> out.appendCodePoint(codePoint);
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
