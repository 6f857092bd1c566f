package dev.countersign.agent.tool.kubernetes.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.Objects;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.Discovery;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.Kinds;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.OpenApi;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures.Cause;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures.Subject;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One request in, one answer out. */
final class Api {
    private static final Set<String> HEALTH = Set.of("/healthz", "/livez", "/readyz");

    private final Kinds kinds;
    private final Discovery discovery;
    private final OpenApi openApi;
    private final Reads reads;
    private final Writes writes;
    private final Deletes deletes;
    private final Faults faults;
    private final Access access;
    private final Control control;

    Api(Objects objects, Kinds kinds, Faults faults, InstantSource clock) {
        this.kinds = kinds;
        this.faults = faults;
        discovery = new Discovery(kinds);
        openApi = new OpenApi(kinds);
        reads = new Reads(objects, clock);
        writes = new Writes(objects, kinds);
        deletes = new Deletes(objects, kinds);
        access = new Access(faults);
        control = new Control(objects, faults);
    }

    Answer answer(Request request) throws InterruptedException {
        String path = request.path();
        if (path.startsWith("/sandbox/")) {
            return control.at(request);
        }
        Optional<Route> route = Route.of(path, kinds);
        if (route.isEmpty()) {
            return aboutItself(request);
        }
        faults.strike(Access.ask(route.get(), request));
        return answer(route.get(), request);
    }

    private Answer aboutItself(Request request) throws InterruptedException {
        faults.strike(new Faults.Ask(request.user(), request.groups(), "get", request.path(), ""));
        if (HEALTH.contains(request.path())) {
            return new Answer.Text(Stream.of("ok"));
        }
        Optional<ObjectNode> found =
                discovery.at(request.path()).or(() -> openApi.at(request.path()));
        if (found.isPresent() && !request.method().equals("GET")) {
            throw Failures.methodNotAllowed();
        }
        return Answer.ok(found.orElseThrow(Failures::noSuchPath));
    }

    private Answer answer(Route route, Request request) {
        checkDryRun(request);
        if (route.kind().isReview() && request.method().equals("POST")) {
            return Answer.made(access.review(route, request));
        }
        access.check(route, request);
        return switch (request.method()) {
            case "GET" -> reads.read(route, request);
            case "POST" -> post(route, request);
            case "PUT" -> writes.update(named(route), request);
            case "PATCH" -> patch(named(route), request);
            case "DELETE" ->
                route.isCollection()
                        ? deletes.all(route, request)
                        : deletes.one(whole(route), request);
            default -> throw Failures.methodNotAllowed();
        };
    }

    private Answer post(Route route, Request request) {
        if (route.subresource().equals("eviction")) {
            return deletes.evict(
                    new Route(route.kind(), route.namespace(), route.name(), ""), request);
        }
        if (!route.isCollection()) {
            throw Failures.methodNotAllowed();
        }
        return writes.create(route, request);
    }

    private Answer patch(Route route, Request request) {
        boolean apply = request.contentType().equals(PatchBody.APPLY);
        if (apply && route.subresource().equals("scale")) {
            throw Failures.unsupportedMedia(
                    List.of(PatchBody.JSON, PatchBody.MERGE, PatchBody.STRATEGIC));
        }
        return apply ? writes.apply(route, request) : writes.patch(route, request);
    }

    private static Route named(Route route) {
        boolean writable = Set.of("", "status", "scale", "finalize").contains(route.subresource());
        if (route.isCollection() || !writable || route.kind().isReview()) {
            throw Failures.methodNotAllowed();
        }
        return route;
    }

    private static Route whole(Route route) {
        if (!route.subresource().isEmpty()) {
            throw Failures.methodNotAllowed();
        }
        return route;
    }

    private static void checkDryRun(Request request) {
        Optional<String> wanted = request.query("dryRun");
        if (wanted.filter(it -> !it.equals("All")).isPresent()) {
            throw Failures.invalid(
                    new Subject("Options", "meta.k8s.io", ""),
                    List.of(new Cause(
                            "FieldValueNotSupported",
                            "dryRun",
                            "Unsupported value: \""
                                    + wanted.get()
                                    + "\": supported values: \"All\"")));
        }
    }
}
