package dev.countersign.channels.email.review;

import dev.countersign.channels.HttpDoor.Answer;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Answers with the headers that keep a ticket from leaking and a page from being framed. */
final class Pages {
    private static final Map<String, String> GUARDED = Map.of(
            "Cache-Control", "no-store",
            "Referrer-Policy", "no-referrer",
            "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; form-action 'self';"
                            + " frame-ancestors 'none'; base-uri 'none'",
            "X-Content-Type-Options", "nosniff",
            "X-Robots-Tag", "noindex",
            "Cross-Origin-Opener-Policy", "same-origin");

    private Pages() {}

    static Answer of(int status, String html) {
        return answer(status, "text/html; charset=utf-8", html);
    }

    static Answer style() {
        return answer(200, "text/css; charset=utf-8", ReviewView.CSS);
    }

    static Answer seeOther(String where) {
        var headers = new HashMap<>(GUARDED);
        headers.put("Location", where);
        return new Answer(303, Map.copyOf(headers), new byte[0]);
    }

    private static Answer answer(int status, String type, String body) {
        var headers = new HashMap<>(GUARDED);
        headers.put("Content-Type", type);
        return new Answer(status, Map.copyOf(headers), body.getBytes(StandardCharsets.UTF_8));
    }
}
