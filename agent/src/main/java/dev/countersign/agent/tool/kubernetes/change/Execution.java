package dev.countersign.agent.tool.kubernetes.change;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiAnswer;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure.Kind;
import dev.countersign.agent.tool.kubernetes.frame.Told;
import dev.countersign.agent.tool.kubernetes.frame.Trace;
import dev.countersign.agent.tool.kubernetes.show.Finalizers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries a plan out, object by object, and only where nothing moved since it was shown. */
final class Execution {
    /** How often an object that changes under our hands is read again. */
    private static final int TRIES = 5;

    /** How long a new type may take to be served. */
    private static final Duration NEW_TYPE = Duration.ofSeconds(5);

    private static final int CREATED = 201;

    /** An API server has no apply that only creates; none of their values is overwritten by it. */
    private static final String OVERTAKEN = "configured; somebody else created it a moment before,"
            + " and what was shown as new was added to theirs. Look at it, and tell the user.";

    private final Plan plan;
    private final Api api;
    private final Optional<Basis> basis;
    private final Invocation call;
    private final List<String> lines = new ArrayList<>();

    Execution(Plan plan, Api api, Optional<Basis> basis, Invocation call) {
        this.plan = plan;
        this.api = api;
        this.basis = basis;
        this.call = call;
    }

    ToolOutcome run(Consumer<String> progress) {
        Optional<String> moved = basis.flatMap(b -> b.movedContent(plan)).or(this::anyMoved);
        if (moved.isPresent()) {
            return new ToolOutcome.Moved(moved.get());
        }
        for (Write write : plan.writes()) {
            Optional<ToolOutcome> end = one(write);
            if (end.isPresent()) {
                return end.get();
            }
        }
        if (plan.waits() > 0) {
            lines.addAll(Settling.ofWorkloads(plan, api, progress));
        }
        return new ToolOutcome.Success(String.join("\n", lines));
    }

    /** Looked at before the first write, so that a plan is not left half done. */
    private Optional<String> anyMoved() {
        if (basis.isEmpty() || plan.writes().size() == 1) {
            return Optional.empty();
        }
        return plan.writes().stream()
                .map(write -> basis.get().moved(write.ref(), api.find(write.ref())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Empty where it was written and the next one may come. */
    private Optional<ToolOutcome> one(Write write) {
        for (int attempt = 1; ; attempt++) {
            Optional<ObjectNode> found = api.find(write.ref());
            Optional<String> moved = basis.flatMap(b -> b.moved(write.ref(), found));
            if (moved.isPresent()) {
                return Optional.of(
                        lines.isEmpty()
                                ? new ToolOutcome.Moved(moved.get())
                                : new ToolOutcome.Failure(partly(moved.get())));
            }
            try {
                send(write, found);
                return Optional.empty();
            } catch (ApiFailure failure) {
                boolean again = attempt < TRIES
                        && (changedBetween(write, found, failure)
                                || Settling.ofType(plan, write, failure, NEW_TYPE));
                if (!again) {
                    return Optional.of(ended(write, failure));
                }
            }
        }
    }

    private void send(Write write, Optional<ObjectNode> found) {
        Optional<ObjectNode> asRead = basis.isPresent() ? found : Optional.empty();
        var request = write.request(asRead, call.key()).by(Trace.of(call));
        var answer = Sending.send(write, request, api);
        lines.add(write.ref().printed() + " " + did(write, found, answer));
    }

    private static String did(Write write, Optional<ObjectNode> before, ApiAnswer answer) {
        boolean apply = write.verb() == Verb.APPLY;
        if (write.verb() == Verb.DELETE) {
            return Finalizers.outcome(answer, write.done());
        }
        if (write.verb() == Verb.CREATE) {
            return write.done();
        }
        if (before.isEmpty()) {
            return !apply ? write.done() : answer.code() == CREATED ? "created" : OVERTAKEN;
        }
        boolean same = version(before.get()).equals(version(answer.json()));
        return same ? apply ? "unchanged" : write.done() + " (no change)" : write.done();
    }

    private static String version(ObjectNode object) {
        return object.path("metadata").path("resourceVersion").asText();
    }

    /** Somebody wrote the object after we read it; a JSON patch says so in other words. */
    private boolean changedBetween(Write write, Optional<ObjectNode> found, ApiFailure failure) {
        if (basis.isEmpty()) {
            return false;
        }
        if (found.isEmpty()) {
            return failure.code() == 409 && api.find(write.ref()).isPresent();
        }
        boolean mayBe = failure.stale() || write.verb() == Verb.JSON_PATCH && failure.code() == 422;
        return mayBe
                && !api.find(write.ref())
                        .map(Execution::version)
                        .equals(found.map(Execution::version));
    }

    private ToolOutcome ended(Write write, ApiFailure failure) {
        if (failure.kind() == Kind.BROKEN || failure.kind() == Kind.UNREADABLE) {
            return new ToolOutcome.Unknown(
                    partly(failure.getMessage() + " " + ReadBack.words(write, basis, api)));
        }
        return new ToolOutcome.Failure(partly(Told.of(failure, write.ref().printed(), api)));
    }

    /** What was done before it ended, how it ended, and what was not tried. */
    private String partly(String end) {
        List<String> all = new ArrayList<>(lines);
        all.add(end);
        int left = plan.writes().size() - lines.size() - 1;
        if (left > 0) {
            all.add("The " + left + " objects after it were not tried.");
        }
        return String.join("\n", all);
    }
}
