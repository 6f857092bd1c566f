package dev.countersign.channels.web;

import io.javalin.http.Context;

import java.nio.charset.StandardCharsets;

/** What every answer of the console carries, and the forms in which it goes out. */
final class Answers {
    private static final int SEE_OTHER = 303;
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none';"
            + " base-uri 'none'";

    private Answers() {}

    static void harden(Context ctx) {
        ctx.header("Content-Security-Policy", POLICY);
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("X-Frame-Options", "DENY");
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.header("Cross-Origin-Opener-Policy", "same-origin");
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        ctx.header("Cache-Control", "no-store");
        // Compressed beside a secret, what an attacker makes us repeat would measure the secret.
        ctx.disableCompression();
    }

    static void html(Context ctx, int status, String html) {
        ctx.status(status)
                .contentType("text/html; charset=utf-8")
                .result(html.getBytes(StandardCharsets.UTF_8));
    }

    /** After a POST, so that a reload shows and does not send again. */
    static void seeOther(Context ctx, String path) {
        ctx.status(SEE_OTHER).header("Location", path);
    }

    /** True when the script asks, and wants the part of the page instead of the page. */
    static boolean fragment(Context ctx) {
        return "fragment".equals(ctx.header("X-Countersign"));
    }
}
