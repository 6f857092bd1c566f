package dev.countersign.channels.web;

import dev.countersign.channels.web.desk.Desk;
import dev.countersign.channels.web.page.DoorPages;
import dev.countersign.channels.web.page.Visit;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/** Signing in and out. */
final class DoorRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(DoorRoutes.class);

    private final Sessions sessions;
    private final LoginLinks links;
    private final Visits visits;
    private final Desk desk;

    DoorRoutes(Sessions sessions, LoginLinks links, Visits visits, Desk desk) {
        this.sessions = sessions;
        this.links = links;
        this.visits = visits;
        this.desk = desk;
    }

    void mount(RoutesConfig routes, Guard guard) {
        routes.get("/login", guard.open(this::show));
        routes.post("/login", guard.knock(this::signIn));
        routes.post("/logout", guard.act(this::signOut));
    }

    /** A GET shows and uses nothing up: mail scanners and previews open links, too. */
    private void show(Context ctx) {
        var token = Optional.ofNullable(ctx.queryParam("token")).orElse("");
        if (links.good(token)) {
            var visit = visits.stranger(sessions.strangersCsrf(ctx));
            Answers.html(ctx, 200, DoorPages.signIn(visit, token));
        } else if (token.isEmpty()) {
            Answers.html(ctx, 200, DoorPages.strange(visits.stranger("")));
        } else {
            stale(ctx);
        }
    }

    private void signIn(Context ctx, Form form) {
        var person = links.use(form.first("token")).filter(desk::knows);
        if (person.isEmpty()) {
            stale(ctx);
            return;
        }
        sessions.open(ctx, person.get());
        LOG.info("{} signed in to the console; the link is used up", person.get());
        Answers.seeOther(ctx, "/");
    }

    private void stale(Context ctx) {
        var sentence = "It was used already, or it is older than " + LoginLinks.LIFE.toMinutes()
                + " minutes, or the server was started anew since. Ask whoever runs the server for"
                + " another: countersign login-link YOUR-NAME.";
        Answers.html(
                ctx,
                410,
                DoorPages.problem(visits.stranger(""), "This link does not work", sentence));
    }

    private void signOut(Context ctx, Visit visit, Form form) {
        sessions.close(ctx);
        LOG.info("{} signed out of the console", visit.person());
        Answers.seeOther(ctx, "/login");
    }
}
