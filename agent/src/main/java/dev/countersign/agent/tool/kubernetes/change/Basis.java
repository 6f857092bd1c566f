package dev.countersign.agent.tool.kubernetes.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Json;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.show.FieldPath;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a preview was made from: for each object whether it was there, and hashes of the touched
 * fields before and after. No value can be read back from it.
 */
final class Basis {
    private static final int FORMAT = 1;
    private static final int HASH_BYTES = 8;
    private static final String ABSENT = "absent";
    private static final int NAMED = 5;

    private final JsonNode stored;

    private Basis(JsonNode stored) {
        this.stored = stored;
    }

    static String of(List<Sight> sights, Plan plan) {
        ObjectNode basis = Json.newObject().put("format", FORMAT);
        if (!plan.bound().isEmpty()) {
            basis.put("bound", hash(plan.bound()));
        }
        basis.put("plan", hash(plan));
        plan.at().ifPresent(at -> basis.put("time", at.toString()));
        var objects = basis.putArray("objects");
        for (Sight sight : sights) {
            String at = sight.write().ref().path();
            ObjectNode object = objects.addObject().put("at", at);
            object.put("uid", sight.found().map(Basis::uid).orElse(ABSENT));
            object.put(
                    "version",
                    sight.found()
                            .map(found -> found.path("metadata")
                                    .path("resourceVersion")
                                    .asText())
                            .orElse(ABSENT));
            ObjectNode fields = object.putObject("fields");
            for (FieldPath path : Touched.by(sight)) {
                String after = sight.after().isMissingNode() ? "" : hash(at, path, sight.after());
                JsonNode before = sight.found().<JsonNode>map(f -> f).orElseGet(Json::newObject);
                fields.putArray(path.stored()).add(hash(at, path, before)).add(after);
            }
        }
        return Json.compact(basis);
    }

    /** Nothing where nobody was asked; a form that is not ours counts as moved. */
    static Optional<Basis> read(String text) {
        return text.isBlank()
                ? Optional.empty()
                : Optional.of(new Basis(Json.read(text).orElseGet(Json::newObject)));
    }

    /** Words where what would be written is not what was shown. */
    Optional<String> movedContent(Plan plan) {
        if (stored.path("format").asInt() != FORMAT) {
            return Optional.of("The preview was stored in a form this release does not know.");
        }
        if (!plan.bound().isEmpty() && !stored.path("bound").asText().equals(hash(plan.bound()))) {
            return Optional.of("What the address serves is not what was shown.");
        }
        // Previews of earlier releases did not store it.
        return !stored.has("plan") || stored.path("plan").asText().equals(hash(plan))
                ? Optional.empty()
                : Optional.of("What would be written is not what was shown.");
    }

    /** The time that the shown plan would write. */
    Optional<Instant> time() {
        return stored.has("time")
                ? Optional.of(Instant.parse(stored.path("time").asText()))
                : Optional.empty();
    }

    private static String hash(Plan plan) {
        return hash(plan.writes().stream().map(Write::mark).collect(Collectors.joining("\n")));
    }

    /** Words where the object is not as it was shown in what the write touches. */
    Optional<String> moved(ObjectRef ref, Optional<ObjectNode> now) {
        JsonNode was = entry(ref);
        if (was.isMissingNode()) {
            return Optional.of(ref.words() + " was not part of what was shown.");
        }
        boolean existed = !was.path("uid").asText().equals(ABSENT);
        if (now.isEmpty()) {
            return existed
                    ? Optional.of(ref.words() + " was deleted meanwhile.")
                    : Optional.empty();
        }
        if (existed && !was.path("uid").asText().equals(uid(now.get()))) {
            return Optional.of(ref.words() + " was deleted and created again meanwhile.");
        }
        List<String> moved = movedFields(was, now.get());
        if (moved.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                existed
                        ? ref.words() + " was changed meanwhile: " + listed(moved) + "."
                        : ref.words() + " was created meanwhile.");
    }

    /** True where every touched field has the value that the preview promised. */
    boolean carriedOut(ObjectRef ref, ObjectNode now) {
        JsonNode fields = entry(ref).path("fields");
        return !fields.isEmpty()
                && fields.properties().stream().allMatch(field -> field.getValue()
                        .path(1)
                        .asText()
                        .equals(hash(ref.path(), FieldPath.restored(field.getKey()), now)));
    }

    /** The identity of the object that was shown; nothing where there was none. */
    Optional<String> uid(ObjectRef ref) {
        return Optional.of(entry(ref).path("uid").asText())
                .filter(uid -> !uid.isEmpty() && !uid.equals(ABSENT));
    }

    private JsonNode entry(ObjectRef ref) {
        for (JsonNode object : stored.path("objects")) {
            if (object.path("at").asText().equals(ref.path())) {
                return object;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    /** A field that has the promised value already did not move: this call was here before. */
    private static List<String> movedFields(JsonNode was, ObjectNode now) {
        List<String> moved = new ArrayList<>();
        for (var field : was.path("fields").properties()) {
            FieldPath path = FieldPath.restored(field.getKey());
            String hash = hash(was.path("at").asText(), path, now);
            boolean asShown = hash.equals(field.getValue().path(0).asText())
                    || hash.equals(field.getValue().path(1).asText());
            if (!asShown) {
                moved.add(path.shown());
            }
        }
        return moved;
    }

    private static String listed(List<String> fields) {
        int more = fields.size() - NAMED;
        return String.join(", ", fields.subList(0, Math.min(NAMED, fields.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String uid(ObjectNode object) {
        return object.path("metadata").path("uid").asText();
    }

    private static String hash(String at, FieldPath path, JsonNode object) {
        JsonNode value = path.in(object);
        return value.isMissingNode() ? ABSENT : hash(at + "\n" + Json.canonical(value));
    }

    private static String hash(String text) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
