package dev.countersign.bot.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.countersign.agent.engine.FrontDesk;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Run;
import dev.countersign.bot.http.view.ForeignPhases;
import dev.countersign.bot.http.view.Kin;
import dev.countersign.bot.http.view.RunView;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Starting, looking at, continuing and stopping runs. */
final class RunRoutes {

    static final String CHANNEL = "api";

    private static final Set<String> PHASES = Set.of("thinking", "acting", "resting", "closed");
    private static final int LONGEST_KEY = 200;

    private final Ports ports;
    private final RunView view;
    private final int bodyLimit;

    RunRoutes(Ports ports, int bodyLimit) {
        this.ports = ports;
        this.view = new RunView(ports.masked());
        this.bodyLimit = bodyLimit;
    }

    void mount(RoutesConfig routes) {
        routes.post("/api/v1/runs", this::start);
        routes.get("/api/v1/runs", this::list);
        routes.get("/api/v1/runs/{id}", this::show);
        routes.post("/api/v1/runs/{id}/messages", this::say);
        routes.post("/api/v1/runs/{id}/cancel", this::cancel);
    }

    private void start(Context ctx) {
        var caller = Access.caller(ctx);
        var body = Body.of(ctx, bodyLimit, "agent", "message", "conversation", "as");
        var person = caller.speaksAs(body.optional("as"));
        var delivery = delivery(ctx, caller, person, "");
        var words = new FrontDesk.Words(
                body.text("agent"),
                body.text("message"),
                person,
                new Conversation(CHANNEL, body.optional("conversation").orElse(delivery.id())),
                delivery);
        answer(ctx, HttpStatus.CREATED, ports.desk().say(words));
    }

    private void say(Context ctx) {
        var caller = Access.caller(ctx);
        var id = existing(ctx).id();
        var body = Body.of(ctx, bodyLimit, "message", "as");
        var person = caller.speaksAs(body.optional("as"));
        var delivery = delivery(ctx, caller, person, "/" + id);
        answer(
                ctx,
                HttpStatus.ACCEPTED,
                ports.desk().say(id, body.text("message"), person, delivery));
    }

    private void cancel(Context ctx) {
        var caller = Access.caller(ctx);
        var run = existing(ctx);
        var bytes = Body.bytes(ctx, bodyLimit);
        var as = bytes.length == 0
                ? Optional.<String>empty()
                : Body.in(bytes, "as").optional("as");
        var person = caller.speaksAs(as);
        answer(ctx, HttpStatus.OK, ports.desk().cancel(run.id(), person));
    }

    private void show(Context ctx) {
        var run = existing(ctx);
        var calls = ports.archive().calls(run.id());
        var shown = view.whole(
                run,
                ports.runs().messages(run.id(), 0),
                calls,
                ports.archive().questions(run.id()));
        new Kin(ports.archive()).addTo(shown, run);
        new ForeignPhases(ports.runs()).addTo(shown, run, calls);
        // What waits stays last, where readers of a long answer look for it.
        shown.set("questions", shown.remove("questions"));
        Answers.send(ctx, HttpStatus.OK, shown);
    }

    private void list(Context ctx) {
        var phase = Answers.query(ctx, "phase");
        phase.filter(word -> !PHASES.contains(word)).ifPresent(word -> {
            throw Problem.invalid(
                    "phase: \"" + word + "\" is none of thinking, acting, resting," + " closed.");
        });
        var filter = new Archive.Filter(
                phase,
                Answers.query(ctx, "agent"),
                Answers.query(ctx, "requester"),
                Answers.query(ctx, "after"),
                Answers.most(ctx));
        Answers.page(ctx, ports.archive().runs(filter), view::line);
    }

    private Run existing(Context ctx) {
        var id = ctx.pathParam("id");
        return ports.runs().load(id).orElseThrow(() -> Problem.noSuch("run", id));
    }

    private static void answer(Context ctx, HttpStatus status, FrontDesk.Answer answer) {
        switch (answer) {
            case FrontDesk.Answer.Taken taken ->
                Answers.send(
                        ctx, status, JsonNodeFactory.instance.objectNode().put("id", taken.run()));
            case FrontDesk.Answer.Refused refused ->
                throw new Problem(status(refused.why()), refused.sentence());
        }
    }

    private static HttpStatus status(FrontDesk.Why why) {
        return switch (why) {
            case NO_SUCH_AGENT -> HttpStatus.UNPROCESSABLE_CONTENT;
            case NO_SUCH_RUN -> HttpStatus.NOT_FOUND;
            case CLOSED -> HttpStatus.CONFLICT;
            case NOT_READY -> HttpStatus.SERVICE_UNAVAILABLE;
            case OVER_LIMIT -> HttpStatus.TOO_MANY_REQUESTS;
        };
    }

    /**
     * The caller's own key makes a repeated request of one person about one thing the same
     * delivery.
     */
    static DeliveryId delivery(Context ctx, Access.Caller caller, String person, String about) {
        var key = Optional.ofNullable(ctx.header("Idempotency-Key")).filter(k -> !k.isBlank());
        if (key.filter(k -> k.length() > LONGEST_KEY).isPresent()) {
            throw Problem.invalid("Idempotency-Key: longer than " + LONGEST_KEY + " characters.");
        }
        var id = caller.lane(person) + ":"
                + key.orElseGet(() -> UUID.randomUUID().toString());
        return new DeliveryId(CHANNEL, id + about);
    }
}
