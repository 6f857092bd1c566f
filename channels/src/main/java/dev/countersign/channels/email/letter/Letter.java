package dev.countersign.channels.email.letter;

import java.util.List;

/** What a mail says: one subject, and the same facts as text and as HTML. */
public record Letter(String subject, String text, String html) {
    static Letter of(String subject, List<Block> blocks) {
        var line = Visible.line(subject);
        return new Letter(line, TextView.of(blocks), HtmlView.of(line, blocks));
    }
}
