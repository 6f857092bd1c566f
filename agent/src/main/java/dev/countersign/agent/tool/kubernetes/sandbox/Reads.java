package dev.countersign.agent.tool.kubernetes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.Key;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Objects;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Watch;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.Kinds;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.ResourceKind;
import dev.countersign.agent.tool.kubernetes.sandbox.live.Admission;
import dev.countersign.agent.tool.kubernetes.sandbox.live.Endpoints;
import dev.countersign.agent.tool.kubernetes.sandbox.live.Logs;
import dev.countersign.agent.tool.kubernetes.sandbox.show.Tables;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.FieldSelector;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.LabelSelector;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Getting, listing, watching, and the logs of a pod. */
final class Reads {
    private static final int MAX_WATCH_SECONDS = 1_800;

    private final Objects objects;
    private final InstantSource clock;

    Reads(Objects objects, InstantSource clock) {
        this.objects = objects;
        this.clock = clock;
    }

    Answer read(Route route, Request request) {
        if (route.kind().isReview()) {
            throw Failures.methodNotAllowed();
        }
        if (!route.isCollection()) {
            return one(route, request);
        }
        return request.asks("watch") ? watch(route, request) : list(route, request);
    }

    private Answer one(Route route, Request request) {
        if (route.subresource().equals("proxy")) {
            return proxied(route);
        }
        ObjectNode found = objects.get(route.key())
                .orElseThrow(() -> Failures.notFound(route.kind().named(route.name())));
        ObjectNode object = as(route.kind(), found);
        return switch (route.subresource()) {
            case "log" -> new Answer.Text(new Logs(object, request.query(), clock).pieces());
            case "scale" -> Answer.ok(Admission.scaleOf(object));
            case "exec" -> throw Failures.badRequest("Upgrade request required");
            case "", "status" -> Answer.ok(shown(route, request).apply(object));
            default -> throw Failures.methodNotAllowed();
        };
    }

    /** What a pod behind the service says; the name has the port after a colon. */
    private Answer proxied(Route route) {
        String[] name = route.name().split(":", 2);
        Route service = route.to(name[0]);
        ObjectNode found = objects.get(service.key())
                .orElseThrow(() -> Failures.notFound(route.kind().named(name[0])));
        ObjectNode behind = objects.get(
                        Key.of(Kinds.builtIn("Endpoints"), route.namespace(), name[0]))
                .orElseGet(Json::object);
        if (!Endpoints.answers(found, behind, name.length > 1 ? name[1] : "")) {
            throw Failures.broken(503, "no endpoints available for service \"" + name[0] + "\"");
        }
        return new Answer.Text(Stream.of("hello from " + name[0] + "\n"));
    }

    /** Stored once, served at every version of its kind. */
    private static ObjectNode as(ResourceKind kind, ObjectNode object) {
        String version = kind.apiVersion();
        return version.equals(object.path("apiVersion").asText())
                ? object
                : object.deepCopy().put("apiVersion", version);
    }

    private Function<ObjectNode, JsonNode> shown(Route route, Request request) {
        if (!request.header("accept").contains("as=Table")) {
            return object -> object;
        }
        Tables tables = new Tables(route.kind(), clock.instant());
        return object -> tables.of(List.of(object), Meta.version(object));
    }

    static Predicate<JsonNode> wanted(Route route, Request request) {
        Predicate<JsonNode> labels =
                request.query("labelSelector").map(LabelSelector::parse).orElse(any -> true);
        Predicate<JsonNode> fields =
                request.query("fieldSelector").map(FieldSelector::parse).orElse(any -> true);
        return labels.and(fields);
    }

    private Answer list(Route route, Request request) {
        Objects.Found found = objects.list(route.kind(), route.place());
        List<ObjectNode> items =
                found.items().stream().filter(wanted(route, request)).toList();
        int start = start(request);
        int limit = request.number("limit", 0);
        int end = limit == 0 ? items.size() : Math.min(items.size(), start + limit);
        List<ObjectNode> page = items.subList(Math.min(start, items.size()), end);
        ObjectNode answer;
        if (request.header("accept").contains("as=Table")) {
            answer = new Tables(route.kind(), clock.instant())
                    .of(page, Long.toString(found.version()));
        } else {
            answer = plain(route.kind(), page, found.version());
        }
        if (end < items.size()) {
            Meta.of(answer)
                    .put("continue", token(end))
                    .put("remainingItemCount", items.size() - end);
        }
        return Answer.ok(answer);
    }

    static ObjectNode plain(ResourceKind kind, List<ObjectNode> page, long version) {
        ObjectNode list = Json.object()
                .put("kind", kind.kind() + "List")
                .put("apiVersion", kind.apiVersion());
        list.putObject("metadata").put("resourceVersion", Long.toString(version));
        ArrayNode items = list.putArray("items");
        page.forEach(it -> items.add(as(kind, it)));
        return list;
    }

    private static String token(int start) {
        byte[] text = Integer.toString(start).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    private static int start(Request request) {
        try {
            return request.query("continue")
                    .map(it ->
                            new String(Base64.getUrlDecoder().decode(it), StandardCharsets.UTF_8))
                    .map(Integer::parseInt)
                    .filter(it -> it >= 0)
                    .orElse(0);
        } catch (IllegalArgumentException e) {
            throw Failures.badRequest("continue key is not valid: " + e.getMessage());
        }
    }

    private Answer watch(Route route, Request request) {
        Predicate<JsonNode> wanted = wanted(route, request);
        String since = request.query("resourceVersion").orElse("");
        boolean known = since.matches("[1-9]\\d{0,17}");
        Watch watch = objects.watch(known ? Long.parseLong(since) : 0);
        int seconds =
                Math.min(MAX_WATCH_SECONDS, request.number("timeoutSeconds", MAX_WATCH_SECONDS));
        return new Answer.Follow(
                watch,
                route,
                Duration.ofSeconds(seconds),
                wanted,
                known ? List.of() : objects.list(route.kind(), route.place()).items(),
                shown(route, request));
    }
}
