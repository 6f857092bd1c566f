package dev.countersign.bot.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.RunStore;
import dev.countersign.store.form.NewerForm;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.router.EndpointNotFound;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.Set;

/** An answer that is an error, as an RFC 9457 problem document. */
final class Problem extends RuntimeException {

    static final String TYPE = "application/problem+json";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
    private static final int FIRST_ERROR = 400;

    private static final String RETRY_SECONDS = "5";
    private static final Set<HandlerType> SAFE = Set.of(HandlerType.GET, HandlerType.HEAD);

    private final int status;
    private final transient ObjectNode more = JsonNodeFactory.instance.objectNode();

    Problem(int status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    Problem(HttpStatus status, String detail) {
        this(status.getCode(), detail);
    }

    /** Fields beside the ones that every problem has. */
    ObjectNode more() {
        return more;
    }

    static Problem noSuch(String thing, String id) {
        return new Problem(HttpStatus.NOT_FOUND, "There is no " + thing + " \"" + id + "\".");
    }

    static Problem invalid(String detail) {
        return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, detail + " Nothing was changed.");
    }

    void write(Context ctx) {
        var document = JsonNodeFactory.instance.objectNode();
        var name = HttpStatus.forStatus(status);
        document.put("type", "about:blank");
        document.put("title", name.getMessage());
        document.put("status", status);
        document.put("detail", getMessage());
        document.setAll(more);
        ctx.status(status).contentType(TYPE).result(document.toString());
    }

    /** Every error of every route becomes a problem document; what nobody foresaw says little. */
    static void catchAll(RoutesConfig routes, Access access) {
        routes.exception(Problem.class, (problem, ctx) -> problem.write(ctx));
        routes.exception(
                EndpointNotFound.class, (missing, ctx) -> notFound(ctx, access).write(ctx));
        routes.exception(HttpResponseException.class, (answer, ctx) -> fromJavalin(answer, ctx));
        routes.exception(RunStore.StaleRun.class, (stale, ctx) -> new Problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "The run is busy. Nothing was changed; try again.")
                .write(ctx));
        routes.exception(RunStore.StoreUnavailable.class, Problem::storeIsAway);
        routes.exception(NewerForm.class, Problem::newer);
        routes.exception(
                Archive.NoSuchPlace.class,
                (cursor, ctx) -> invalid("after: " + cursor.getMessage()).write(ctx));
        routes.exception(Exception.class, Problem::unforeseen);
    }

    private static void storeIsAway(RunStore.StoreUnavailable away, Context ctx) {
        LOG.warn(
                "{} {} could not reach the database ({}); answering 503, trying again at the next"
                        + " request",
                ctx.method(),
                ctx.endpoint().path,
                away.getMessage());
        ctx.header("Retry-After", RETRY_SECONDS);
        var kept = SAFE.contains(ctx.method())
                ? ""
                : " Whether this was kept is not certain: look, or send it again with the same"
                        + " Idempotency-Key, and it counts once.";
        new Problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "The database does not answer; /readyz says why. Try again in a moment."
                                + kept)
                .write(ctx);
    }

    /** While servers are replaced one after the other, a newer one answers for what it keeps. */
    private static void newer(NewerForm newer, Context ctx) {
        LOG.warn("{} Answering 503, so that a newer server is asked", newer.getMessage());
        ctx.header("Retry-After", RETRY_SECONDS);
        new Problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "This is kept by a newer release, and this server is of an older one."
                                + " Nothing was changed. Try again, or ask a newer server.")
                .write(ctx);
    }

    /** Who has no token does not learn which paths there are. */
    private static Problem notFound(Context ctx, Access access) {
        if (access.of(ctx).isEmpty()) {
            return Access.unauthorized(ctx);
        }
        return new Problem(
                HttpStatus.NOT_FOUND,
                "There is nothing at " + ctx.method() + " " + ctx.path() + ".");
    }

    private static void fromJavalin(HttpResponseException answer, Context ctx) {
        if (answer.getStatus() < FIRST_ERROR) {
            ctx.status(answer.getStatus());
            return;
        }
        var detail = answer.getStatus() == HttpStatus.METHOD_NOT_ALLOWED.getCode()
                ? ctx.method() + " is not possible at " + ctx.path() + "."
                : String.valueOf(answer.getMessage());
        var problem = new Problem(answer.getStatus(), detail);
        answer.getDetails().forEach(problem.more::put);
        Optional.ofNullable(answer.getDetails().get("availableMethods"))
                .ifPresent(methods -> ctx.header("Allow", methods));
        problem.write(ctx);
    }

    private static void unforeseen(Exception failure, Context ctx) {
        LOG.error(
                "{} {} failed unforeseen; answering 500, the server goes on",
                ctx.method(),
                ctx.endpoint().path,
                failure);
        new Problem(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "Something failed here that should not. The server's log says what;"
                                + " the server goes on.")
                .write(ctx);
    }
}
