package dev.countersign.agent.tool.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/** A request that an API server refused, or that did not come through. */
public final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** How far the request came. */
    public enum Kind {
        /** The API server said no. */
        REFUSED,
        /** It never left: nobody listens, or the name or certificate is wrong. */
        NOT_SENT,
        /** It left, and no whole answer came back; a write may have happened. */
        BROKEN,
        /** It was carried out, but the answer cannot be used. */
        UNREADABLE
    }

    private final Kind kind;
    private final int code;
    private final transient ObjectNode status;

    private ApiFailure(Kind kind, int code, ObjectNode status, String message) {
        super(message);
        this.kind = kind;
        this.code = code;
        this.status = status;
    }

    public static ApiFailure refused(ApiAnswer answer) {
        ObjectNode status;
        try {
            status = answer.json();
        } catch (ApiFailure notJson) {
            status = Json.newObject().put("message", Bounded.line(answer.text()));
        }
        String message = status.path("message").asText("HTTP " + answer.code());
        return new ApiFailure(Kind.REFUSED, answer.code(), status, message);
    }

    public static ApiFailure broken(Kind kind, String message) {
        return new ApiFailure(kind, 0, Json.newObject(), message);
    }

    public Kind kind() {
        return kind;
    }

    /** The HTTP status of a refusal, 0 otherwise. */
    public int code() {
        return code;
    }

    public String reason() {
        return status.path("reason").asText();
    }

    public boolean notFound() {
        return code == 404;
    }

    /** True where the object was changed by somebody since it was read. */
    public boolean stale() {
        return code == 409 && conflicts().isEmpty() && !reason().equals("AlreadyExists");
    }

    /** Fields that another manager owns, in the words of the API server. */
    public List<String> conflicts() {
        return causes(true);
    }

    /** What is wrong with a manifest, one field each. */
    public List<String> invalid() {
        return causes(false);
    }

    private List<String> causes(boolean conflicts) {
        List<String> causes = new ArrayList<>();
        for (JsonNode cause : status.path("details").path("causes")) {
            boolean conflict = cause.path("reason").asText().equals("FieldManagerConflict");
            if (conflict == conflicts) {
                String field = cause.path("field").asText();
                String message = cause.path("message").asText();
                causes.add(field.isEmpty() ? message : field + ": " + message);
            }
        }
        return causes;
    }
}
