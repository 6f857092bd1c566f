package dev.countersign.channels.web;

import dev.countersign.channels.Inbox;
import dev.countersign.channels.web.page.DoorPages;
import dev.countersign.channels.web.page.Visit;

import io.javalin.http.Context;
import io.javalin.http.Handler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/** Stands before every page: right host, right sender, signed in, small enough. */
final class Guard {
    private static final String RETRY_SECONDS = "5";
    static final int MOST_BODY = 256 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final WebSettings settings;
    private final Sessions sessions;
    private final Visits visits;

    Guard(WebSettings settings, Sessions sessions, Visits visits) {
        this.settings = settings;
        this.sessions = sessions;
        this.visits = visits;
    }

    /** Shows something to somebody who is signed in. */
    interface Look {
        void at(Context ctx, Visit visit) throws IOException;
    }

    /** Does something for somebody who is signed in. */
    interface Deed {
        void at(Context ctx, Visit visit, Form form) throws IOException;
    }

    /** Does something for somebody who is not signed in yet. */
    interface Knock {
        void at(Context ctx, Form form) throws IOException;
    }

    Handler open(Handler handler) {
        return ctx -> {
            Answers.harden(ctx);
            if (!hostKnown(ctx)) {
                refuse(
                        ctx,
                        421,
                        "Wrong address",
                        "This console is not at this address. Open it"
                                + " under the base URL in the server's configuration.");
                return;
            }
            try {
                handler.handle(ctx);
            } catch (Inbox.Unavailable away) {
                LOG.warn(
                        "the console could not answer {} {}: {}; said so to the browser",
                        ctx.method(),
                        ctx.endpoint().path,
                        away.getMessage());
                sayAway(ctx);
            } catch (RuntimeException | IOException e) {
                // The path as it was declared: what stands in its place may be anything.
                LOG.error(
                        "the console could not answer {} {}; said so to the browser",
                        ctx.method(),
                        ctx.endpoint().path,
                        e);
                refuse(
                        ctx,
                        500,
                        "That did not work",
                        "The server could not do this just now."
                                + " What was recorded before stays recorded; please try again.");
            }
        };
    }

    Handler look(Look look) {
        return open(ctx -> {
            var session = visits.session(ctx);
            if (session.isPresent()) {
                sessions.renew(ctx, session.get());
                look.at(ctx, visits.of(session.get()));
            } else if (fromElsewhere(ctx)) {
                Answers.html(ctx, 200, DoorPages.comeIn(stranger(), ctx.path()));
            } else {
                Answers.html(ctx, 401, DoorPages.strange(stranger()));
            }
        });
    }

    Handler act(Deed deed) {
        return open(ctx -> {
            var session = visits.session(ctx);
            if (session.isEmpty()) {
                Answers.html(ctx, 401, DoorPages.strange(stranger()));
                return;
            }
            var form = form(ctx);
            if (form.isEmpty()) {
                return;
            }
            var visit = visits.of(session.get());
            if (!ownSite(ctx) || !sent(visit, form.get())) {
                refuseForeign(ctx);
                return;
            }
            deed.at(ctx, visit, form.get());
        });
    }

    Handler knock(Knock knock) {
        return open(ctx -> {
            var form = form(ctx);
            if (form.isEmpty()) {
                return;
            }
            if (!ownSite(ctx) || !sessions.strangerSent(ctx, form.get().first("csrf"))) {
                refuseForeign(ctx);
                return;
            }
            knock.at(ctx, form.get());
        });
    }

    private static boolean sent(Visit visit, Form form) {
        return MessageDigest.isEqual(
                visit.csrf().getBytes(StandardCharsets.UTF_8),
                form.first("csrf").getBytes(StandardCharsets.UTF_8));
    }

    /** A page of another name that points here must not become ours (DNS rebinding). */
    private boolean hostKnown(Context ctx) {
        var host = Optional.ofNullable(ctx.header("Host"))
                .orElse("")
                .toLowerCase(java.util.Locale.ROOT);
        var base = settings.baseUrl().get();
        if (host.equalsIgnoreCase(base.getAuthority()) || settings.hosts().contains(host)) {
            return true;
        }
        var port = base.getPort() < 0 ? "" : ":" + base.getPort();
        return LOOPBACK.contains(base.getHost())
                && LOOPBACK.stream().anyMatch(name -> host.equals(name + port));
    }

    private boolean fromElsewhere(Context ctx) {
        return "cross-site".equals(ctx.header("Sec-Fetch-Site"))
                && "navigate".equals(ctx.header("Sec-Fetch-Mode"));
    }

    /** Our pages send no referrer, so browsers name their origin "null" or not at all. */
    private boolean ownSite(Context ctx) {
        var site = Optional.ofNullable(ctx.header("Sec-Fetch-Site"));
        if (site.isPresent() && !OWN_SITE.contains(site.get())) {
            return false;
        }
        var origin = Optional.ofNullable(ctx.header("Origin")).filter(o -> !o.equals("null"));
        return origin.isEmpty() || sameHost(origin.get(), ctx);
    }

    private static boolean sameHost(String origin, Context ctx) {
        try {
            return URI.create(origin).getAuthority().equalsIgnoreCase(ctx.header("Host"));
        } catch (IllegalArgumentException | NullPointerException e) {
            LOG.debug("an Origin that is no address came with a form; refusing the form", e);
            return false;
        }
    }

    /** The form, if it is one and not too large; otherwise the refusal has been written. */
    private Optional<Form> form(Context ctx) throws IOException {
        var type = Optional.ofNullable(ctx.contentType()).orElse("");
        if (!type.startsWith("application/x-www-form-urlencoded")) {
            refuse(ctx, 415, "Not a form", "This address takes forms of this console only.");
            return Optional.empty();
        }
        var body = ctx.bodyInputStream().readNBytes(MOST_BODY + 1);
        if (body.length > MOST_BODY) {
            refuse(
                    ctx,
                    413,
                    "Too long",
                    "A message may have " + MOST_BODY / 1024
                            + " KB at most. Nothing was sent; please shorten it.");
            return Optional.empty();
        }
        try {
            return Optional.of(Form.parse(new String(body, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            LOG.debug("a form that is not URL-encoded came; refusing it", e);
            refuse(ctx, 400, "Not a form", "What came was not a form. Nothing was changed.");
            return Optional.empty();
        }
    }

    /** A page that is being watched has begun its answer; it connects again by itself. */
    private void sayAway(Context ctx) {
        if (!ctx.res().isCommitted()) {
            ctx.header("Retry-After", RETRY_SECONDS);
            refuse(
                    ctx,
                    503,
                    "Not just now",
                    "The database does not answer. What was recorded before stays recorded."
                            + " Whether this was recorded is not certain: open the page again in"
                            + " a moment, and look.");
        }
    }

    private void refuseForeign(Context ctx) {
        refuse(
                ctx,
                403,
                "Please try again",
                "This form is not from your session, or the session"
                        + " was renewed meanwhile. Nothing was changed. Open the page anew and"
                        + " send it again.");
    }

    private void refuse(Context ctx, int status, String title, String sentence) {
        Answers.html(ctx, status, DoorPages.problem(stranger(), title, sentence));
    }

    private Visit stranger() {
        return visits.stranger("");
    }
}
