package dev.countersign.bot.http;

import dev.countersign.channels.HttpDoor;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Mounts the paths that channels declare, and hands them raw bytes and headers. */
final class Doors {

    private final List<HttpDoor> doors;
    private final Map<String, Integer> limits;
    private final int usual;

    /** {@code limits} are body sizes by path, where a path has one of its own. */
    Doors(List<HttpDoor> doors, Map<String, Integer> limits, int usual) {
        this.doors = List.copyOf(doors);
        this.limits = Map.copyOf(limits);
        this.usual = usual;
    }

    void mount(RoutesConfig routes) {
        for (var door : doors) {
            for (var route : door.routes()) {
                var parts = route.split(" ", 2);
                int limit = limits.getOrDefault(parts[1], usual);
                routes.addHttpHandler(
                        HandlerType.findOrCreate(parts[0]),
                        parts[1],
                        ctx -> pass(ctx, door, limit));
            }
        }
    }

    private static void pass(Context ctx, HttpDoor door, int limit) {
        var headers = new HashMap<String, String>();
        ctx.headerMap().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        var knock = new HttpDoor.Knock(
                ctx.method().name(),
                ctx.path(),
                Optional.ofNullable(ctx.queryString()).orElse(""),
                headers,
                Body.bytes(ctx, limit),
                ctx.ip());
        var answer = door.knock(knock);
        answer.headers().forEach(ctx::header);
        ctx.status(answer.status()).result(answer.body());
    }
}
