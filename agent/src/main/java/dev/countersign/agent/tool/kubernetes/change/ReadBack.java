package dev.countersign.agent.tool.kubernetes.change;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.LookUp.Found;
import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.show.Clean;

import java.util.List;
import java.util.Optional;

/** What can be read of a write whose answer never came. */
final class ReadBack {
    private ReadBack() {}

    static String words(Write write, Optional<Basis> basis, Api api) {
        try {
            return seen(write, basis, api.find(write.ref()));
        } catch (ApiFailure failure) {
            return "It could not be read back either: " + failure.getMessage();
        }
    }

    private static String seen(Write write, Optional<Basis> basis, Optional<ObjectNode> now) {
        ObjectRef ref = write.ref();
        if (now.isEmpty()) {
            return ref.words() + " is not there now.";
        }
        String version =
                "version " + now.get().path("metadata").path("resourceVersion").asText();
        if (write.verb() == Verb.DELETE) {
            return deleting(now.get())
                    ? ref.words() + " is being deleted."
                    : ref.words() + " is still there (" + version + ").";
        }
        return basis.map(b -> b.carriedOut(ref, now.get())
                        ? ref.words() + " has the new values now (" + version + ")."
                        : ref.words() + " does not have the new values (" + version + ").")
                .orElse(ref.words() + " is there (" + version + ").");
    }

    /** Whether all the writes of a call were carried out, some, or none. */
    static Found found(Plan plan, Optional<Basis> basis, String key, Api api) {
        List<Found> each = plan.writes().stream()
                .map(write -> found(write, basis, key, api.find(write.ref())))
                .toList();
        Found first = each.getFirst();
        boolean alike = each.stream().allMatch(f -> f.getClass() == first.getClass());
        return alike && each.size() == 1 ? first : several(each, alike);
    }

    private static Found several(List<Found> each, boolean alike) {
        String all = String.join("\n", each.stream().map(ReadBack::text).toList());
        return switch (each.getFirst()) {
            case Found.Ran ran when alike -> new Found.Ran(all);
            case Found.NotRun notRun when alike -> notRun;
            case Found some -> new Found.Unclear(all);
        };
    }

    private static String text(Found found) {
        return switch (found) {
            case Found.Ran ran -> ran.text();
            case Found.NotRun notRun -> "One object was not written.";
            case Found.Unclear unclear -> unclear.known();
        };
    }

    private static Found found(
            Write write, Optional<Basis> basis, String key, Optional<ObjectNode> now) {
        return switch (write.verb()) {
            case DELETE -> deleted(write, basis, now);
            case CREATE -> created(write, key, now);
            case JSON_PATCH ->
                now.isPresent()
                                && basis.filter(b -> b.carriedOut(write.ref(), now.get()))
                                        .isPresent()
                        ? new Found.Ran(write.ref().printed() + " " + write.done())
                        : new Found.Unclear(seen(write, basis, now));
            case APPLY, STRATEGIC, MERGE ->
                now.isPresent()
                                && basis.filter(b -> b.carriedOut(write.ref(), now.get()))
                                        .isPresent()
                        ? new Found.Ran(write.ref().printed() + " " + write.done())
                        : new Found.NotRun();
        };
    }

    private static Found deleted(Write write, Optional<Basis> basis, Optional<ObjectNode> now) {
        String text = write.ref().printed() + " deleted";
        if (now.isEmpty()) {
            return new Found.Ran(text);
        }
        Optional<String> shown = basis.flatMap(b -> b.uid(write.ref()));
        String uid = now.get().path("metadata").path("uid").asText();
        if (shown.isPresent() && !shown.get().equals(uid)) {
            return new Found.Ran(text + "; another " + write.ref().words() + " was created since");
        }
        if (deleting(now.get())) {
            return new Found.Ran(write.ref().printed() + " is being deleted");
        }
        return shown.isPresent() ? new Found.NotRun() : new Found.Unclear(seen(write, basis, now));
    }

    private static Found created(Write write, String key, Optional<ObjectNode> now) {
        if (now.isEmpty()) {
            return new Found.NotRun();
        }
        String signed =
                now.get().path("metadata").path("annotations").path(Clean.CALL).asText();
        return !key.isEmpty() && signed.equals(key)
                ? new Found.Ran(write.ref().printed() + " created")
                : new Found.Unclear(
                        write.ref().words() + " is there, but this call did not sign it.");
    }

    private static boolean deleting(ObjectNode object) {
        return object.path("metadata").has("deletionTimestamp");
    }
}
