package dev.countersign.channels.web;

import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.web.desk.Desk;
import dev.countersign.channels.web.desk.Desk.Said;
import dev.countersign.channels.web.desk.Desk.Words;
import dev.countersign.channels.web.desk.RunView;
import dev.countersign.channels.web.html.Region;
import dev.countersign.channels.web.live.Live;
import dev.countersign.channels.web.live.Pages;
import dev.countersign.channels.web.page.Composer;
import dev.countersign.channels.web.page.DoorPages;
import dev.countersign.channels.web.page.HomePage;
import dev.countersign.channels.web.page.Layout;
import dev.countersign.channels.web.page.RunPage;
import dev.countersign.channels.web.page.RunsPage;
import dev.countersign.channels.web.page.Visit;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The pages on which people talk to agents and watch runs. */
final class RunRoutes {
    private final Desk desk;
    private final Pages pages;
    private final Live live;
    private final Visits visits;
    private final Seal seal;

    RunRoutes(Desk desk, Pages pages, Visits visits, Seal seal) {
        this.desk = desk;
        this.pages = pages;
        this.live = new Live(pages);
        this.visits = visits;
        this.seal = seal;
    }

    void mount(RoutesConfig routes, Guard guard) {
        routes.get("/", guard.look(this::home));
        routes.post("/say", guard.act(this::start));
        routes.get("/runs", guard.look(this::runs));
        routes.get("/runs/{run}", guard.look(this::run));
        routes.get("/runs/{run}/live", guard.look(this::watch));
        routes.post("/runs/{run}/say", guard.act(this::say));
        routes.post("/runs/{run}/cancel", guard.act(this::cancel));
        routes.get("/live", guard.look(this::count));
    }

    private void home(Context ctx, Visit visit) {
        home(ctx, 200, visit, Composer.empty(Seal.random()));
    }

    private void home(Context ctx, int status, Visit visit, Composer composer) {
        var recent = desk.runs(visit.person(), Optional.empty()).items();
        Answers.html(ctx, status, HomePage.of(visit, desk.agents(), recent, composer));
    }

    private void runs(Context ctx, Visit visit) {
        var after = Optional.ofNullable(ctx.queryParam("after"));
        Answers.html(ctx, 200, RunsPage.of(visit, desk.runs(visit.person(), after)));
    }

    private void run(Context ctx, Visit visit) {
        find(ctx, visit).ifPresent(run -> show(ctx, 200, visit, run, Optional.empty(), ""));
    }

    private void show(
            Context ctx,
            int status,
            Visit visit,
            RunView run,
            Optional<String> problem,
            String text) {
        var composer = new Composer(Seal.random(), text, run.agent(), problem);
        Answers.html(ctx, status, RunPage.of(visit, run, whispers(visit, run), composer));
    }

    private List<String> whispers(Visit visit, RunView run) {
        return pages.whispers(run.place().place(), visit.person());
    }

    private Optional<RunView> find(Context ctx, Visit visit) {
        var run = desk.run(visit.person(), ctx.pathParam("run"));
        if (run.isEmpty()) {
            Answers.html(
                    ctx,
                    404,
                    DoorPages.problem(
                            visit,
                            "No such run",
                            "There is no run of" + " this name, or it is not for you to see."));
        }
        return run;
    }

    private void start(Context ctx, Visit visit, Form form) {
        var agent = form.first("agent");
        var said = desk.say(words(visit, form, agent, Optional.empty()));
        switch (said) {
            case Said.Taken taken -> Answers.seeOther(ctx, "/runs/" + taken.run());
            case Said.Refused refused ->
                home(ctx, status(refused.why()), visit, again(form, agent, refused.sentence()));
        }
    }

    private static Composer again(Form form, String agent, String sentence) {
        return new Composer(Seal.random(), form.first("text"), agent, Optional.of(sentence));
    }

    private void say(Context ctx, Visit visit, Form form) {
        find(ctx, visit).ifPresent(run -> {
            var said = desk.say(words(visit, form, run.agent(), Optional.of(run.id())));
            answer(ctx, visit, run, said, form.first("text"));
        });
    }

    private void cancel(Context ctx, Visit visit, Form form) {
        find(ctx, visit)
                .ifPresent(
                        run -> answer(ctx, visit, run, desk.cancel(visit.person(), run.id()), ""));
    }

    private void answer(Context ctx, Visit visit, RunView run, Said said, String text) {
        switch (said) {
            case Said.Taken taken -> {
                if (Answers.fragment(ctx)) {
                    ctx.status(204);
                } else {
                    Answers.seeOther(ctx, "/runs/" + taken.run() + "#composer");
                }
            }
            case Said.Refused refused ->
                show(ctx, status(refused.why()), visit, run, Optional.of(refused.sentence()), text);
        }
    }

    /** One press of the button is one delivery, however often the browser sends it. */
    private Words words(Visit visit, Form form, String agent, Optional<String> run) {
        var text = form.first("text");
        var mark =
                String.join("\n", visit.person(), agent, run.orElse(""), form.first("nonce"), text);
        var delivery = new DeliveryId(WebChannel.NAME, "say-" + seal.over("say", mark));
        return new Words(visit.person(), agent, run, text, delivery);
    }

    private static int status(Desk.Why why) {
        return switch (why) {
            case UNKNOWN -> 422;
            case CLOSED -> 409;
            case NOT_NOW -> 503;
        };
    }

    private void watch(Context ctx, Visit visit) throws IOException {
        var run = find(ctx, visit);
        if (run.isPresent()) {
            var id = run.get().id();
            live.serve(
                    ctx,
                    pulse -> Live.both(
                            desk.watch(id, pulse), desk.watchInbox(visit.person(), pulse::moved)),
                    (beat, sink) -> {
                        if (beat.moved()) {
                            refresh(visits.again(visit), id, sink);
                        }
                        sink.swap(RunPage.speaking(beat.words()));
                    });
        }
    }

    private void refresh(Visit visit, String id, Live.Sink sink) {
        desk.run(visit.person(), id).ifPresent(run -> {
            var transcript = RunPage.transcript(visit, run);
            sink.list(transcript);
            sink.only(transcript.stream().map(Region::id).toList());
            RunPage.around(visit, run, whispers(visit, run), Composer.empty(Seal.random()))
                    .forEach(sink::swap);
        });
    }

    /** For pages without a run: how much waits. */
    private void count(Context ctx, Visit visit) throws IOException {
        live.serve(
                ctx,
                pulse -> desk.watchInbox(visit.person(), pulse::moved),
                Live.whenMoved(sink -> {
                    var now = visits.again(visit);
                    sink.swap(Layout.waiting(now.open().size()));
                    sink.swap(HomePage.open(now));
                }));
    }
}
