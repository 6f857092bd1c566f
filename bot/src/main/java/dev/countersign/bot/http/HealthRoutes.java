package dev.countersign.bot.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.countersign.bot.meters.Meters;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/** Whether the process lives, whether it can work and why not, and its figures. */
final class HealthRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);

    private final Ports ports;
    private final Meters meters;

    HealthRoutes(Ports ports, Meters meters) {
        this.ports = ports;
        this.meters = meters;
    }

    void mount(RoutesConfig routes) {
        routes.get("/healthz", ctx -> ctx.contentType("text/plain").result("ok\n"));
        routes.get("/readyz", this::ready);
        routes.get("/metrics", ctx -> ctx.contentType(Meters.TYPE).result(meters.page()));
    }

    private void ready(Context ctx) {
        var causes = causes();
        var answer = JsonNodeFactory.instance.objectNode().put("ready", causes.isEmpty());
        var list = answer.putArray("causes");
        causes.forEach(list::add);
        var warnings = answer.putArray("warnings");
        ports.readiness().warnings().forEach(warnings::add);
        Answers.send(
                ctx, causes.isEmpty() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, answer);
    }

    private List<String> causes() {
        var causes = ports.readiness().causes();
        if (causes.isEmpty()) {
            try {
                ports.archive().open();
            } catch (RuntimeException unreadable) {
                LOG.debug("the store did not answer a readiness check; answering 503", unreadable);
                return List.of("The database does not answer; nothing is lost, waiting for it.");
            }
        }
        return causes;
    }
}
