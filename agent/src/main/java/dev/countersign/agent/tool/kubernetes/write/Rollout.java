package dev.countersign.agent.tool.kubernetes.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.Json;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;
import dev.countersign.agent.tool.kubernetes.change.Plan;
import dev.countersign.agent.tool.kubernetes.change.Planner;
import dev.countersign.agent.tool.kubernetes.change.Verb;
import dev.countersign.agent.tool.kubernetes.change.Write;
import dev.countersign.agent.tool.kubernetes.frame.Args;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Plans of the rollout actions that change something: pause, resume, restart, undo. */
final class Rollout implements Planner {
    private static final String RESTARTED = "kubectl.kubernetes.io/restartedAt";
    private static final List<String> ROLLED = List.of("Deployment", "StatefulSet", "DaemonSet");

    private final InstantSource clock;

    Rollout(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Plan plan(Args args, Api api) {
        return plan(args, api, Optional.empty());
    }

    @Override
    public Plan plan(Args args, Api api, Optional<Instant> shown) {
        return plan(Patches.named(args, api), args, shown, api).waiting(Waits.of(args));
    }

    private Plan plan(ObjectRef ref, Args args, Optional<Instant> shown, Api api) {
        return switch (args.text("action")) {
            case "pause" -> paused(only(ref, "Deployment"), true);
            case "resume" -> paused(only(ref, "Deployment"), false);
            case "restart" -> restarted(rolled(ref), shown);
            case "undo" -> undone(rolled(ref), api);
            default -> throw new ToolFailed("This action changes nothing.");
        };
    }

    static ObjectRef only(ObjectRef ref, String kind) {
        if (!ref.type().is("apps", kind)) {
            throw new ToolFailed("This action works on a " + kind + ", and " + ref.name() + " is a "
                    + ref.type().kind() + ".");
        }
        return ref;
    }

    /** What has revisions, and pods that are replaced one after the other. */
    static ObjectRef rolled(ObjectRef ref) {
        if (!ref.type().group().equals("apps") || !ROLLED.contains(ref.type().kind())) {
            throw new ToolFailed(
                    "Only a Deployment, StatefulSet or DaemonSet can be rolled out, and "
                            + ref.name() + " is a " + ref.type().kind() + ".");
        }
        return ref;
    }

    private static Plan paused(ObjectRef ref, boolean paused) {
        ObjectNode body = Json.newObject();
        body.putObject("spec").put("paused", paused);
        String undo = (paused ? "Resume" : "Pause") + " the rollout.";
        return Plan.of(
                paused ? "Pause rollout of" : "Resume rollout of",
                "",
                Write.of(ref, Verb.MERGE, body, paused ? "paused" : "resumed"),
                undo);
    }

    private Plan restarted(ObjectRef ref, Optional<Instant> shown) {
        Instant at = shown.orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS));
        ObjectNode body = Json.newObject();
        body.withObject("/spec/template/metadata/annotations").put(RESTARTED, at.toString());
        return Plan.of(
                        "Restart",
                        "",
                        Write.of(ref, Verb.MERGE, body, "restarted"),
                        "It cannot be undone: every pod is replaced, one after the other.")
                .timed(at);
    }

    /** Back to the pod template of the revision before this one. */
    private static Plan undone(ObjectRef ref, Api api) {
        ObjectNode deployment = api.get(ref);
        List<Revision> revisions = Revision.of(ref, deployment, api);
        if (revisions.size() < 2) {
            throw new ToolFailed(ref.words() + " has no earlier revision to go back to.");
        }
        Revision now = revisions.getLast();
        Revision before = revisions.get(revisions.size() - 2);
        ArrayNode body = Json.newObject().putArray("operations");
        JsonNode template = before.template();
        body.addObject().put("op", "replace").put("path", "/spec/template").set("value", template);
        return Plan.of(
                "Undo rollout of",
                " to revision " + before.number(),
                Write.of(ref, Verb.JSON_PATCH, body, "rolled back"),
                "Undo once more; revision " + now.number() + " is kept.");
    }
}
