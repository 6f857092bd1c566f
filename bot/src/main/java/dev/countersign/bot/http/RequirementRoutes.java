package dev.countersign.bot.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.run.Archive.Asked;
import dev.countersign.agent.run.Run;
import dev.countersign.bot.http.view.Requirement;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.QuestionKey;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a run waits for, several at once: listed as requirements, resolved some or all of them, and
 * the calls of one turn decided together. What is not named stays open.
 */
final class RequirementRoutes {
    /** As many as a run may have open. */
    private static final int MOST = 50;

    private static final String[] DECISION = {
        "question", "verdict", "grant", "reason", "arguments", "version", "answers", "outcome"
    };
    private static final String[] RESOLUTION = {
        "id", "version", "confirmed", "note", "answers", "values", "result"
    };

    private final Ports ports;
    private final int bodyLimit;

    RequirementRoutes(Ports ports, int bodyLimit) {
        this.ports = ports;
        this.bodyLimit = bodyLimit;
    }

    void mount(RoutesConfig routes) {
        routes.get("/api/v1/runs/{id}/requirements", this::list);
        routes.post("/api/v1/runs/{id}/requirements", this::resolve);
        routes.post("/api/v1/runs/{id}/continue", this::goOn);
        routes.post("/api/v1/runs/{id}/decisions", this::decide);
    }

    /** Of a caller who decides about questions of one run. */
    private record Sitting(Context ctx, Access.Caller caller, String person, Run run) {}

    private void list(Context ctx) {
        Answers.send(ctx, HttpStatus.OK, all(existing(ctx)));
    }

    private ObjectNode all(Run run) {
        return Requirement.all(run, ports.archive());
    }

    private void resolve(Context ctx) {
        var outcomes = resolved(ctx);
        var view = all(existing(ctx));
        Answers.send(ctx, HttpStatus.OK, view.set("outcomes", outcomes));
    }

    /** Goes on by itself when the last one is resolved; until then nothing is made up. */
    private void goOn(Context ctx) {
        var outcomes = resolved(ctx);
        var run = existing(ctx);
        var all = all(run);
        int open = all.path("active_requirements").size();
        if (open > 0) {
            var problem = new Problem(
                    HttpStatus.CONFLICT,
                    open + (open == 1 ? " requirement is" : " requirements are")
                            + " still open. The run goes on when all are resolved.");
            problem.more().setAll(all);
            problem.more().set("outcomes", outcomes);
            throw problem;
        }
        Answers.send(ctx, HttpStatus.OK, all.set("outcomes", outcomes));
    }

    private ArrayNode resolved(Context ctx) {
        var bytes = Body.bytes(ctx, bodyLimit);
        if (bytes.length == 0) {
            return JsonNodeFactory.instance.arrayNode();
        }
        var body = Body.in(bytes, "requirements", "as");
        return each(
                sitting(ctx, body),
                body.node("requirements"),
                "id",
                RESOLUTION,
                item -> Choices.resolving(item));
    }

    /**
     * One decision for each call, or one for all that were shown; {@code shown} names them with
     * the version that was before the decider.
     */
    private void decide(Context ctx) {
        var body = Body.of(ctx, bodyLimit, "decisions", "all", "shown", "as");
        var sitting = sitting(ctx, body);
        var which = body.exactlyOne(List.of("decisions", "all"));
        var outcomes = which.equals("decisions")
                ? each(sitting, body.node("decisions"), "question", DECISION, Choices::in)
                : all(sitting, body);
        var view = JsonNodeFactory.instance.objectNode();
        view.set("items", outcomes);
        Answers.send(ctx, HttpStatus.OK, view);
    }

    private ArrayNode all(Sitting sitting, Body body) {
        var one = in(body.node("all"), "verdict", "reason");
        if (!body.has("shown")) {
            throw Problem.invalid("shown: name the questions that all means, with their version.");
        }
        var choice = Choices.in(one);
        return each(sitting, body.node("shown"), "question", DECISION, item -> choice);
    }

    private Sitting sitting(Context ctx, Body body) {
        var caller = Access.caller(ctx);
        return new Sitting(ctx, caller, caller.decidesAs(body.optional("as")), existing(ctx));
    }

    /** Everything is read before anything is decided: a broken list decides nothing. */
    private ArrayNode each(
            Sitting sitting,
            JsonNode items,
            String name,
            String[] fields,
            Function<Body, Choice> reading) {
        if (!items.isArray() || items.isEmpty() || items.size() > MOST) {
            throw Problem.invalid("A list of 1 to " + MOST + " is needed.");
        }
        var chosen = new ArrayList<Inbound.Chose>();
        for (var item : items) {
            var body = in(item, fields);
            var asked = asked(sitting.run(), body.text(name));
            chosen.add(QuestionRoutes.chose(
                    sitting.ctx(),
                    sitting.caller(),
                    sitting.person(),
                    asked,
                    QuestionRoutes.version(body),
                    reading.apply(body)));
        }
        var outcomes = JsonNodeFactory.instance.arrayNode();
        chosen.forEach(chose -> {
            var reply = ports.questions().decide(chose);
            outcomes.addObject()
                    .put("question", chose.key().value())
                    .put("status", QuestionRoutes.status(reply.verdict()).getCode())
                    .put("sentence", reply.sentence());
        });
        return outcomes;
    }

    private static Body in(JsonNode item, String... fields) {
        return Body.in(item.toString().getBytes(StandardCharsets.UTF_8), fields);
    }

    /** A question of this run, or of a run that works for it. */
    private Asked asked(Run run, String key) {
        return ports.archive()
                .question(new QuestionKey(key))
                .filter(asked -> (asked.run() + "-").startsWith(run.id() + "-"))
                .orElseThrow(() -> Problem.invalid(
                        "There is no question \"" + key + "\" in run " + run.id() + "."));
    }

    private Run existing(Context ctx) {
        var id = ctx.pathParam("id");
        return ports.runs().load(id).orElseThrow(() -> Problem.noSuch("run", id));
    }
}
