package dev.countersign.channels.web;

import dev.countersign.channels.Questions;
import dev.countersign.channels.web.desk.Desk;

import io.javalin.config.JavalinConfig;

import java.time.InstantSource;

/**
 * The pages in a browser: talk to an agent, watch its runs, decide its questions. It owns no
 * server; whoever does lets it mount its routes.
 */
public final class WebConsole {
    private final WebSettings settings;
    private final Desk desk;
    private final Questions questions;
    private final LoginLinks links;
    private final WebChannel channel;
    private final InstantSource clock;

    public WebConsole(
            WebSettings settings,
            Desk desk,
            Questions questions,
            LoginLinks links,
            WebChannel channel,
            InstantSource clock) {
        this.settings = settings;
        this.desk = desk;
        this.questions = questions;
        this.links = links;
        this.channel = channel;
        this.clock = clock;
    }

    /** Adds the console's routes; each of them stands behind its own guard. */
    public void mount(JavalinConfig javalin) {
        var seal = new Seal(settings.key());
        var sessions = new Sessions(settings, seal, clock);
        var assets = new Assets();
        var visits = new Visits(settings, sessions, desk, questions, assets);
        var guard = new Guard(settings, sessions, visits);
        var routes = javalin.routes;
        routes.get("/assets/{file}", guard.open(assets::serve));
        routes.get("/favicon.ico", guard.open(ctx -> Answers.seeOther(ctx, "/assets/logo.svg")));
        new DoorRoutes(sessions, links, visits, desk).mount(routes, guard);
        new RunRoutes(desk, channel.pages(), visits, seal).mount(routes, guard);
        new GrantRoutes(desk).mount(routes, guard);
        new QuestionRoutes(desk, questions, channel.pages(), visits).mount(routes, guard);
    }
}
