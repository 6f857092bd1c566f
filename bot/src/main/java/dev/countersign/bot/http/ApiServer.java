package dev.countersign.bot.http;

import dev.countersign.bot.config.Config;
import dev.countersign.bot.config.Config.Token;
import dev.countersign.bot.config.ConfigFailure;
import dev.countersign.bot.meters.Meters;
import dev.countersign.channels.HttpDoor;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The one HTTP server: the API, the doors of the channels, and what else is mounted. */
public final class ApiServer implements AutoCloseable {

    private static final String MAIL_DOOR = "/mail/inbound";
    private static final String BEGUN = "countersign.begun";

    private final Javalin javalin;
    private final Access access;
    private final EventRoutes events;

    /**
     * A server that does not listen yet. {@code tokens} are those of the configuration and the
     * local one; {@code mounts} add pages that let people in by their own rules.
     */
    public ApiServer(
            Config config,
            Ports ports,
            List<Token> tokens,
            List<HttpDoor> doors,
            List<Consumer<JavalinConfig>> mounts,
            Meters meters) {
        mustBeFree(config.http());
        access = new Access(tokens, name -> ports.catalog().now().people().containsKey(name));
        int body = config.limits().bodyBytes();
        var mail = Map.of(MAIL_DOOR, config.limits().mailBytes());
        events = new EventRoutes(ports);
        javalin = Javalin.create(javalinConfig -> {
            settings(javalinConfig, config);
            var routes = javalinConfig.routes;
            routes.before(ctx -> ctx.attribute(BEGUN, System.nanoTime()));
            routes.before("/api/*", access::check);
            routes.after(ctx -> measured(ctx, meters));
            new RunRoutes(ports, body).mount(routes);
            new QuestionRoutes(ports, body).mount(routes);
            new RequirementRoutes(ports, body).mount(routes);
            new CatalogRoutes(ports, body).mount(routes);
            new AuditRoutes(ports).mount(routes);
            new HealthRoutes(ports, meters).mount(routes);
            new Doors(doors, mail, body).mount(routes);
            events.mount(routes);
            Problem.catchAll(routes, access);
            mounts.forEach(mount -> mount.accept(javalinConfig));
        });
    }

    /** Asked before anything is served: an address that is taken is the usual trouble. */
    private static void mustBeFree(Config.Http http) {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(http.bind(), http.port()));
        } catch (IOException taken) {
            throw new ConfigFailure(
                    "This machine cannot listen on " + http.bind() + ":" + http.port() + " ("
                            + taken.getMessage() + "). Stop what listens there, or set http.port"
                            + " to another. Nothing was started.",
                    taken);
        }
    }

    private static void settings(JavalinConfig javalin, Config config) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.startup.startupWatcherEnabled = false;
        javalin.concurrency.useVirtualThreads = true;
        javalin.http.prefer405over404 = true;
        javalin.http.maxRequestSize = config.limits().bodyBytes();
        javalin.jetty.host = config.http().bind();
        javalin.jetty.port = config.http().port();
    }

    private static void measured(Context ctx, Meters meters) {
        Long begun = ctx.attribute(BEGUN);
        if (begun != null) {
            var matched = ctx.endpoints().matchedHttpEndpoint();
            var route = matched == null ? "none" : matched.path;
            meters.answered(
                    ctx.method().name(), route, ctx.statusCode(), System.nanoTime() - begun);
        }
    }

    /** Listens from now on. */
    public ApiServer start() {
        javalin.start();
        access.warnOfStrangers();
        return this;
    }

    /** The port in use; the one that was asked for, or any free one where that was 0. */
    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        events.stop();
        javalin.stop();
    }
}
