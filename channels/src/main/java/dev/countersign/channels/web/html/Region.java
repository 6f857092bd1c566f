package dev.countersign.channels.web.html;

import static dev.countersign.channels.web.html.Html.attr;
import static dev.countersign.channels.web.html.Html.tag;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A part of a page that is swapped whole when it has changed. {@code version} tells whether it has;
 * {@code news} is what a screen reader says about it then.
 */
public record Region(String id, String version, String news, Html content) {
    private static final int VERSION_BYTES = 8;

    /** A region that has changed when its content has. */
    public static Region of(String id, String news, Html content) {
        return new Region(id, hash(content.render()), news, content);
    }

    public Html html() {
        return tag(
                "div", attr("id", id), attr("data-v", version), attr("data-news", news), content);
    }

    private static String hash(String content) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            var sum = sha.digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
