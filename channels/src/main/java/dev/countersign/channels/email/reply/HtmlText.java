package dev.countersign.channels.email.reply;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

import java.util.List;
import java.util.Set;

/** The visible text of an HTML mail; what mail programs mark as quoted becomes a quoted line. */
public final class HtmlText {
    private static final int LONGEST_SOURCE = 512 * 1024;
    private static final String QUOTED_LINE = "\n> [quoted]\n";

    private static final String INVISIBLE = "script,style,head,title,template,noscript,object,"
            + "svg,[hidden],[style~=(?i)display\\s*:\\s*none],"
            + "[style~=(?i)visibility\\s*:\\s*hidden],"
            + "[style~=(?i)font-size\\s*:\\s*0(px|pt)?\\s*(;|$)],"
            + "[style~=(?i)mso-hide\\s*:\\s*all]";

    private static final String SIGNATURES =
            ".gmail_signature,.gmail_signature_prefix,.moz-signature,.protonmail_signature_block,"
                    + "#Signature,#ms-outlook-mobile-signature,[data-signature-widget],"
                    + ".ms-outlook-mobile-signature,#AppleMailSignature";

    private static final String QUOTED = "blockquote,.gmail_quote,.gmail_quote_container,"
            + ".moz-cite-prefix,.yahoo_quoted,.protonmail_quote,.tutanota_quote,.zmail_extra,"
            + "[name=messageReplySection],.messageReplySection,#isForwardContent,#isReplyContent,"
            + ".front-blockquote,.cm_replymail_content_wrap,[name=quote],.quote-intro,"
            + "#mail-editor-reference-message-container,.gmail_attr";

    /** These open the history, and everything after them belongs to it. */
    private static final String HISTORY = "#divRplyFwdMsg,#appendonsend,#x_divRplyFwdMsg,"
            + "#ms-outlook-mobile-body-separator-line,hr[data-marker],[data-marker=__DIVIDER__],"
            + "#zwchr,[style~=(?i)border-top\\s*:\\s*solid #(E1E1E1|B5C4DF)]";

    private static final Set<String> BLOCKS = Set.of(
            "p", "div", "tr", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "table",
            "hr", "section", "article", "header", "footer", "dl", "dt", "dd", "center");

    private HtmlText() {}

    public static String of(String html) {
        var source = html.length() > LONGEST_SOURCE ? html.substring(0, LONGEST_SOURCE) : html;
        var page = Jsoup.parse(source);
        page.select(INVISIBLE).forEach(Node::remove);
        page.select(SIGNATURES).forEach(Node::remove);
        history(page);
        for (var element : page.select(QUOTED)) {
            if (element.parent() != null) {
                element.replaceWith(new TextNode(QUOTED_LINE));
            }
        }
        var out = new StringBuilder();
        page.body().traverse(new Writer(out));
        return out.toString().replaceAll("\n{3,}", "\n\n").strip();
    }

    private static void history(Document page) {
        var start = page.select(HISTORY).first();
        if (start == null) {
            return;
        }
        Element at = start;
        while (at != null && !at.normalName().equals("body")) {
            List<Node> after = at.siblingNodes();
            int own = at.siblingIndex();
            after.stream().filter(node -> node.siblingIndex() > own).forEach(Node::remove);
            at = at.parent();
        }
        start.replaceWith(new TextNode(QUOTED_LINE));
    }

    /** Block elements become line ends, and the text stays as it reads. */
    private record Writer(StringBuilder out) implements NodeVisitor {
        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                write(words);
            } else if (node instanceof Element element) {
                if (element.normalName().equals("br")) {
                    out.append('\n');
                } else if (BLOCKS.contains(element.normalName())) {
                    newLine();
                }
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element && BLOCKS.contains(element.normalName())) {
                newLine();
            }
        }

        private void write(TextNode words) {
            var text = words.getWholeText();
            if (text.equals(QUOTED_LINE) || inPre(words)) {
                out.append(text);
                return;
            }
            var flat = words.text();
            boolean fresh = out.isEmpty() || out.charAt(out.length() - 1) == '\n';
            out.append(fresh ? flat.stripLeading() : flat);
        }

        private static boolean inPre(TextNode words) {
            return words.parent() instanceof Element parent
                    && parent.normalName().equals("pre");
        }

        private void newLine() {
            if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
                out.append('\n');
            }
        }
    }
}
