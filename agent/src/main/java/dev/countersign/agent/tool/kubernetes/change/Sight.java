package dev.countersign.agent.tool.kubernetes.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiAnswer;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;
import dev.countersign.agent.tool.kubernetes.show.Clean;
import dev.countersign.agent.tool.kubernetes.show.Structure;
import dev.countersign.agent.tool.kubernetes.show.Structure.Difference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One object before a write, and as the API server's dry run says it would be after. */
record Sight(
        Write write, Optional<ObjectNode> found, JsonNode after, List<String> warnings, int size) {
    /** All objects of one call are in memory at once, before and after, to be compared. */
    private static final int MOST = 16_000_000;

    private static final Pattern QUOTED = Pattern.compile("^299 \\S+ \"(.*)\"$");

    /** What a write does to an object. */
    enum Effect {
        CREATED,
        CHANGED,
        UNCHANGED,
        DELETED
    }

    /** All writes of a plan, each tried in a dry run; throws what the cluster refuses. */
    static List<Sight> of(Plan plan, String key, Api api) {
        List<Sight> sights = new ArrayList<>();
        long size = 0;
        for (Write write : plan.writes()) {
            Sight sight = of(write, plan, key, api);
            sights.add(sight);
            size += sight.size();
            if (size > MOST) {
                throw new ToolFailed("The objects that this call writes have more than " + MOST
                        + " bytes together. Write fewer at once.");
            }
        }
        return sights;
    }

    /** Read and tried at once; once more, where somebody wrote the object between the two. */
    private static Sight of(Write write, Plan plan, String key, Api api) {
        Sight sight = once(write, plan, key, api);
        return sight.ofOneState() ? sight : once(write, plan, key, api);
    }

    private static Sight once(Write write, Plan plan, String key, Api api) {
        var trying = Together.start(() -> Sending.send(write, write.dryRun(key), api));
        Optional<ObjectNode> found = write.verb() == Verb.DELETE
                ? Optional.of(api.get(write.ref()))
                : api.find(write.ref());
        try {
            ApiAnswer tried = trying.get();
            JsonNode after = write.verb() == Verb.DELETE ? MissingNode.getInstance() : tried.json();
            return new Sight(write, found, after, words(tried.warnings()), tried.body().length);
        } catch (ApiFailure failure) {
            if (found.isEmpty() && comesFirst(write, plan, failure)) {
                return new Sight(
                        write,
                        found,
                        write.body(),
                        List.of(write.ref().words()
                                + " could not be tried: this call creates first what it needs."),
                        0);
            }
            throw failure;
        }
    }

    /** A dry run leaves the version of the object as it is, so both must have seen the same. */
    private boolean ofOneState() {
        return after.isMissingNode()
                || version(after).equals(found.map(Sight::version).orElse(""));
    }

    private static String version(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asText();
    }

    /** True where an earlier document of the same manifest makes what is missing. */
    private static boolean comesFirst(Write write, Plan plan, ApiFailure failure) {
        boolean namespace = plan.writes().stream()
                .takeWhile(earlier -> earlier != write)
                .anyMatch(earlier -> earlier.ref().type().is("", "Namespace")
                        && earlier.ref().name().equals(write.ref().namespace()));
        return failure.notFound()
                && (namespace || plan.planned().contains(write.ref().type()));
    }

    private static List<String> words(List<String> headers) {
        return headers.stream()
                .map(QUOTED::matcher)
                .filter(m -> m.matches())
                .map(m -> "The cluster warns: " + m.group(1).replace("\\\"", "\""))
                .toList();
    }

    JsonNode before() {
        return found.map(this::compared).orElseGet(MissingNode::getInstance);
    }

    JsonNode then() {
        return after.isMissingNode() ? after : compared(after);
    }

    private JsonNode compared(JsonNode object) {
        return write.subresource().equals("status")
                ? Clean.comparedWithStatus(object)
                : Clean.compared(object);
    }

    List<Difference> differences() {
        return Structure.between(before(), then());
    }

    Effect effect() {
        if (after.isMissingNode()) {
            return Effect.DELETED;
        }
        if (found.isEmpty()) {
            return Effect.CREATED;
        }
        return before().equals(then()) ? Effect.UNCHANGED : Effect.CHANGED;
    }
}
