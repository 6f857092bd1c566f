package dev.countersign.channels.email.review;

import dev.countersign.channels.Card.Level;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.email.letter.Access;
import dev.countersign.channels.email.letter.Block;
import dev.countersign.channels.email.letter.CardBlocks;
import dev.countersign.channels.email.letter.HtmlView;
import dev.countersign.channels.email.letter.Letters;
import dev.countersign.channels.email.letter.Moments;

import java.util.List;
import java.util.Optional;

/** The page as HTML. Its title says nothing of the question: chat programs show titles. */
final class ReviewView {
    static final String CSS = """
            :root{color-scheme:light dark}
            body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:0 auto;padding:1rem;
            overflow-wrap:anywhere}
            h1{font-size:1.3rem}h2{font-size:1.05rem}
            pre,blockquote{overflow:auto;white-space:pre-wrap;
            border:1px solid #8a90a0;padding:.5rem .75rem;margin:0 0 1rem}
            blockquote{border-width:0 0 0 4px}th{text-align:left;font-weight:normal;
            padding-right:1rem;vertical-align:top;min-width:6rem}
            .careful{border:2px solid #b07000;padding:.5rem .75rem}
            .note{border:2px solid #1b4fd8;padding:.5rem .75rem}
            .choice{display:block;padding:.6rem .25rem}.choice input{width:1.2rem;height:1.2rem}
            textarea,input:not([type=radio]):not([type=checkbox]),select{width:100%;font:inherit;
            padding:.5rem;box-sizing:border-box}
            button{font:inherit;min-height:44px;padding:.6rem 1.2rem}
            """;

    private static final int WHOLE = Integer.MAX_VALUE;
    private static final String TITLE = "Countersign: a question for you";

    private ReviewView() {}

    static String open(Shown shown, Access access, String nonce, String note) {
        var out = head(note);
        blocks(out, CardBlocks.of(shown.card(), WHOLE));
        out.append("<p>Question ")
                .append(esc(shown.key().value()))
                .append(", version ")
                .append(shown.version())
                .append(". ")
                .append(esc(shown.expires()
                        .map(end -> "Open until " + access.times().at(end) + ".")
                        .orElse("")))
                .append("</p>\n");
        if (shown.card().level() == Level.CRITICAL) {
            out.append("<p class=\"note\">This one is critical: it is decided by somebody who has")
                    .append(" signed in. <a href=\"")
                    .append(esc(access.console()))
                    .append("/questions/")
                    .append(esc(shown.key().value()))
                    .append("\">Sign in to the console</a>.</p>");
        } else {
            out.append(ReviewForm.of(shown.card(), nonce));
        }
        return close(out);
    }

    /** With a nonce, its reader may say that the decision in their name was not theirs. */
    static String settled(Shown shown, Moments times, Optional<String> nonce, String note) {
        var out = head(note);
        blocks(out, List.of(new Block.Title(shown.card().title())));
        shown.settled().ifPresent(how -> {
            blocks(out, List.of(new Block.Words(Letters.outcome(how, times))));
            how.reason().ifPresent(words -> blocks(out, List.of(new Block.Quote("Reason", words))));
            how.then().ifPresent(words -> blocks(out, List.of(new Block.Words(words))));
        });
        nonce.ifPresent(fresh -> out.append(Disowning.form(esc(fresh))));
        return close(out);
    }

    static String note(String words) {
        return close(head(words));
    }

    private static StringBuilder head(String note) {
        var out = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head>")
                .append("<meta charset=\"utf-8\"><meta name=\"robots\" content=\"noindex\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .append("<link rel=\"stylesheet\" href=\"/a/review.css\"><title>")
                .append(TITLE)
                .append("</title></head><body><main>\n");
        if (!note.isEmpty()) {
            out.append("<p class=\"note\" role=\"status\">").append(esc(note)).append("</p>\n");
        }
        return out;
    }

    private static String close(StringBuilder out) {
        return out.append("</main></body></html>\n").toString();
    }

    private static void blocks(StringBuilder out, List<Block> blocks) {
        blocks.forEach(block -> block(out, block));
    }

    private static void block(StringBuilder out, Block block) {
        switch (block) {
            case Block.Title title -> tag(out, "h1", title.words());
            case Block.Words words -> tag(out, "p", words.words());
            case Block.Warning warning ->
                out.append("<p class=\"careful\">Careful: ")
                        .append(esc(warning.words()))
                        .append("</p>\n");
            case Block.Facts facts -> {
                out.append("<table>\n");
                facts.facts().forEach(f -> out.append("<tr><th scope=\"row\">")
                        .append(esc(f.label()))
                        .append("</th><td>")
                        .append(esc(f.value()))
                        .append("</td></tr>\n"));
                out.append("</table>\n");
            }
            case Block.Exact exact -> {
                tag(out, "h2", exact.label());
                tag(out, "pre", exact.text());
            }
            case Block.Difference diff -> {
                tag(out, "h2", Block.Difference.LABEL);
                tag(out, "pre", diff.text());
            }
            case Block.Quote quote -> {
                tag(out, "p", quote.label());
                tag(out, "blockquote", quote.text());
            }
            case Block.Prose prose -> tag(out, "pre", prose.text());
            case Block.Link link -> tag(out, "p", link.label());
        }
    }

    private static void tag(StringBuilder out, String name, String words) {
        out.append('<')
                .append(name)
                .append('>')
                .append(name.equals("pre") ? "\n" : "")
                .append(esc(words))
                .append("</")
                .append(name)
                .append(">\n");
    }

    private static String esc(String words) {
        return HtmlView.escaped(words);
    }
}
