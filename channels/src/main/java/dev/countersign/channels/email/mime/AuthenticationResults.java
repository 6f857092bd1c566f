package dev.countersign.channels.email.mime;

import dev.countersign.channels.email.mime.Mail.Vouched;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads what our own mail host found out about a sender (RFC 8601), in one pass. */
final class AuthenticationResults {
    /** The setting for hosts, such as Microsoft 365, that write the field without their name. */
    static final String WITHOUT_ID = "(none)";

    private final String host;
    private final List<Map<String, String>> results;

    private AuthenticationResults(String host, List<Map<String, String>> results) {
        this.host = host;
        this.results = results;
    }

    /**
     * Only the topmost field counts, and a yes only when it is of the configured host: those below
     * may have come with the mail.
     */
    static Vouched judge(List<String> fields, String authservId, String fromDomain) {
        if (fields.isEmpty()) {
            return Vouched.NONE;
        }
        var top = parse(fields.getFirst());
        var host = authservId.equals(WITHOUT_ID) ? "" : authservId.toLowerCase(Locale.ROOT);
        boolean ours = !authservId.isEmpty() && top.host.equals(host);
        if (!ours && !authservId.isEmpty()) {
            return Vouched.NONE;
        }
        return top.dmarc(fromDomain, ours);
    }

    private Vouched dmarc(String fromDomain, boolean believable) {
        var verdict = Vouched.NONE;
        for (var result : results) {
            var found = result.get("dmarc");
            if ("fail".equals(found)) {
                return Vouched.FAIL;
            }
            if ("pass".equals(found)
                    && believable
                    && fromDomain.equals(result.get("header.from"))) {
                verdict = Vouched.PASS;
            }
        }
        return verdict;
    }

    static AuthenticationResults parse(String field) {
        var pieces = pieces(field);
        var results = new ArrayList<Map<String, String>>();
        // A field without the name of a host begins with a result.
        boolean named = !pieces.getFirst().contains("=");
        for (var piece : pieces.subList(named ? 1 : 0, pieces.size())) {
            var pairs = new HashMap<String, String>();
            for (var word : piece.split("\\s+")) {
                int sign = word.indexOf('=');
                if (sign > 0) {
                    int slash = word.indexOf('/');
                    var name = word.substring(0, slash > 0 && slash < sign ? slash : sign);
                    pairs.putIfAbsent(name, word.substring(sign + 1));
                }
            }
            results.add(pairs);
        }
        var first = pieces.getFirst().strip().split("\\s+", 2);
        return new AuthenticationResults(named ? first[0] : "", results);
    }

    /** The parts between semicolons, without comments and quotation marks, in lower case. */
    private static List<String> pieces(String field) {
        var pieces = new ArrayList<String>();
        var now = new StringBuilder();
        int comment = 0;
        boolean quoted = false;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && (quoted || comment > 0)) {
                i++;
            } else if (c == '"' && comment == 0) {
                quoted = !quoted;
            } else if (quoted) {
                now.append(c == ';' || Character.isWhitespace(c) || c == '=' ? '_' : c);
            } else if (c == '(') {
                comment++;
            } else if (c == ')' && comment > 0) {
                comment--;
            } else if (comment == 0 && c == ';') {
                pieces.add(tight(now));
                now.setLength(0);
            } else if (comment == 0) {
                now.append(c);
            }
        }
        pieces.add(tight(now));
        return pieces;
    }

    /** Without the blanks that are allowed around an equals sign. */
    private static String tight(StringBuilder piece) {
        var out = new StringBuilder(piece.length());
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (c == '=') {
                while (!out.isEmpty() && Character.isWhitespace(out.charAt(out.length() - 1))) {
                    out.setLength(out.length() - 1);
                }
                out.append(c);
                while (i + 1 < piece.length() && Character.isWhitespace(piece.charAt(i + 1))) {
                    i++;
                }
            } else {
                out.append(c);
            }
        }
        return out.toString().toLowerCase(Locale.ROOT);
    }
}
