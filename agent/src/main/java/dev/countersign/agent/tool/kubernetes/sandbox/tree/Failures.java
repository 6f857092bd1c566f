package dev.countersign.agent.tool.kubernetes.sandbox.tree;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.stream.Collectors;

/** The refusals of an API server, in its own words. */
public final class Failures {
    private Failures() {}

    /** What is wrong with one field of an object. */
    public record Cause(String reason, String field, String message) {
        public static Cause required(String field) {
            return required(field, "");
        }

        public static Cause required(String field, String detail) {
            String more = detail.isEmpty() ? "" : ": " + detail;
            return new Cause("FieldValueRequired", field, "Required value" + more);
        }

        public static Cause wrong(String field, String value, String detail) {
            return new Cause("FieldValueInvalid", field, "Invalid value: " + value + ": " + detail);
        }
    }

    /** What a refusal is about: {@code deployments.apps}, {@code web}. */
    public record Subject(String resource, String group, String name) {
        String qualified() {
            return group.isEmpty() ? resource : resource + "." + group;
        }

        ObjectNode details() {
            ObjectNode details = Json.object().put("name", name);
            if (!group.isEmpty()) {
                details.put("group", group);
            }
            return details.put("kind", resource);
        }
    }

    public static ApiFailure notFound(Subject it) {
        String message = it.qualified() + " \"" + it.name() + "\" not found";
        return new ApiFailure(404, "NotFound", message, it.details());
    }

    public static ApiFailure noSuchPath() {
        String message = "the server could not find the requested resource";
        return new ApiFailure(404, "NotFound", message, Json.object());
    }

    public static ApiFailure alreadyExists(Subject it) {
        String message = it.qualified() + " \"" + it.name() + "\" already exists";
        return new ApiFailure(409, "AlreadyExists", message, it.details());
    }

    public static ApiFailure conflict(Subject it, String why) {
        String message = "Operation cannot be fulfilled on "
                + it.qualified()
                + " \""
                + it.name()
                + "\": "
                + why;
        return new ApiFailure(409, "Conflict", message, it.details());
    }

    public static ApiFailure modified(Subject it) {
        return conflict(
                it,
                "the object has been modified; please apply your changes to the latest version"
                        + " and try again");
    }

    /** Here the resource of the subject is the kind, as the real server says it. */
    public static ApiFailure invalid(Subject it, List<Cause> causes) {
        String all = causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .collect(Collectors.joining(", "));
        String listed = causes.size() == 1 ? all : "[" + all + "]";
        String message = it.qualified() + " \"" + it.name() + "\" is invalid: " + listed;
        ObjectNode details = it.details();
        details.set("causes", causes(causes));
        return new ApiFailure(422, "Invalid", message, details);
    }

    static ArrayNode causes(List<Cause> causes) {
        ArrayNode list = Json.array();
        for (Cause cause : causes) {
            list.addObject()
                    .put("reason", cause.reason())
                    .put("message", cause.message())
                    .put("field", cause.field());
        }
        return list;
    }

    public static ApiFailure badRequest(String message) {
        return new ApiFailure(400, "BadRequest", message, Json.object());
    }

    public static ApiFailure forbidden(Subject it, String why) {
        String name = it.name().isEmpty() ? "" : " \"" + it.name() + "\"";
        return new ApiFailure(
                403, "Forbidden", it.qualified() + name + " is forbidden: " + why, it.details());
    }

    public static ApiFailure methodNotAllowed() {
        String message = "the server does not allow this method on the requested resource";
        return new ApiFailure(405, "MethodNotAllowed", message, Json.object());
    }

    public static ApiFailure unsupportedMedia(List<String> accepted) {
        String message =
                "the body of the request was in an unknown format - accepted media types include: "
                        + String.join(", ", accepted);
        return new ApiFailure(415, "UnsupportedMediaType", message, Json.object());
    }

    public static ApiFailure tooLarge(int limit) {
        String message = "Request entity too large: limit is " + limit;
        return new ApiFailure(413, "RequestEntityTooLarge", message, Json.object());
    }

    public static ApiFailure gone(String message) {
        return new ApiFailure(410, "Expired", message, Json.object());
    }

    public static ApiFailure tooManyRequests(String message, int retryAfterSeconds) {
        ObjectNode details = Json.object().put("retryAfterSeconds", retryAfterSeconds);
        return new ApiFailure(429, "TooManyRequests", message, details);
    }

    public static ApiFailure broken(int code, String message) {
        String reason = code == 503 ? "ServiceUnavailable" : "InternalError";
        return new ApiFailure(code, reason, message, Json.object());
    }
}
