package dev.countersign.channels.email.reply;

/** Joins the lines that a mail program broke for transport only (format=flowed, RFC 3676). */
public final class FlowedText {
    private FlowedText() {}

    public static String join(String text, boolean deleteSpace) {
        var out = new StringBuilder(text.length());
        int open = -1;
        for (var line : Lines.of(text)) {
            int depth = depth(line);
            var words = unstuffed(line.substring(depth));
            boolean joins = open == depth && !words.equals("-- ");
            if (!joins) {
                out.append(out.isEmpty() ? "" : "\n");
                out.append(">".repeat(depth)).append(depth > 0 ? " " : "");
            }
            boolean flows = words.endsWith(" ") && !words.equals("-- ");
            out.append(flows && deleteSpace ? words.substring(0, words.length() - 1) : words);
            open = flows ? depth : -1;
        }
        return out.toString();
    }

    private static int depth(String line) {
        int depth = 0;
        while (depth < line.length() && line.charAt(depth) == '>') {
            depth++;
        }
        return depth;
    }

    private static String unstuffed(String line) {
        return line.startsWith(" ") ? line.substring(1) : line;
    }
}
