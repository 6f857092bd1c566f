package dev.countersign.bot.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.run.Archive;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How answers leave, and what every request may ask: pages, keys, doors. */
final class Answers {

    private static final int USUAL = 50;
    private static final int MOST = 200;

    private Answers() {}

    static void send(Context ctx, HttpStatus status, JsonNode answer) {
        ctx.status(status).contentType("application/json").result(answer.toString());
    }

    static <T> void page(Context ctx, Archive.Page<T> page, Function<T, ObjectNode> shown) {
        list(ctx, page.items().stream().map(shown).toList(), page.next());
    }

    static void list(Context ctx, List<ObjectNode> items, Optional<String> next) {
        var answer = JsonNodeFactory.instance.objectNode();
        answer.putArray("items").addAll(items);
        answer.put("next", next.orElse(null));
        send(ctx, HttpStatus.OK, answer);
    }

    /** How many entries of a list are wanted. */
    static int most(Context ctx) {
        return query(ctx, "limit").map(Answers::whole).orElse(USUAL);
    }

    private static int whole(String text) {
        try {
            int wanted = Integer.parseInt(text);
            if (wanted >= 1 && wanted <= MOST) {
                return wanted;
            }
        } catch (NumberFormatException notANumber) {
            throw badLimit(text);
        }
        throw badLimit(text);
    }

    private static Problem badLimit(String text) {
        return Problem.invalid("limit: \"" + text + "\" is no number between 1 and " + MOST + ".");
    }

    static Optional<String> query(Context ctx, String name) {
        return Optional.ofNullable(ctx.queryParam(name)).filter(text -> !text.isBlank());
    }
}
