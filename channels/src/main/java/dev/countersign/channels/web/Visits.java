package dev.countersign.channels.web;

import dev.countersign.channels.Questions;
import dev.countersign.channels.web.Sessions.Session;
import dev.countersign.channels.web.desk.Desk;
import dev.countersign.channels.web.page.Visit;

import io.javalin.http.Context;

import java.util.Optional;

/** Says who looks: the person of the session, as long as the directory knows them. */
final class Visits {
    private final WebSettings settings;
    private final Sessions sessions;
    private final Desk desk;
    private final Questions questions;
    private final Assets assets;

    Visits(WebSettings settings, Sessions sessions, Desk desk, Questions questions, Assets assets) {
        this.settings = settings;
        this.sessions = sessions;
        this.desk = desk;
        this.questions = questions;
        this.assets = assets;
    }

    Optional<Session> session(Context ctx) {
        return sessions.read(ctx).filter(session -> desk.knows(session.person()));
    }

    Visit of(Session session) {
        return new Visit(
                session.person(),
                sessions.csrf(session),
                questions.openFor(session.person()),
                settings.notice(),
                assets.version());
    }

    /** The same visit a moment later: other questions may wait. */
    Visit again(Visit visit) {
        return new Visit(
                visit.person(),
                visit.csrf(),
                questions.openFor(visit.person()),
                visit.notice(),
                visit.assets());
    }

    Visit stranger(String csrf) {
        return Visit.stranger(csrf, settings.notice(), assets.version());
    }
}
