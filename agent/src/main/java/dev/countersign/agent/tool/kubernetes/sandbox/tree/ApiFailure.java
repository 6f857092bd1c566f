package dev.countersign.agent.tool.kubernetes.sandbox.tree;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.OptionalInt;

/** A refusal as an API server words it: it becomes a Status object. */
public final class ApiFailure extends RuntimeException {
    private final int code;
    private final String reason;
    private final transient ObjectNode details;

    public ApiFailure(int code, String reason, String message, ObjectNode details) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    public int code() {
        return code;
    }

    /** How many seconds the client should wait, where the refusal says so. */
    public OptionalInt retryAfter() {
        int seconds = details.path("retryAfterSeconds").asInt(0);
        return seconds > 0 ? OptionalInt.of(seconds) : OptionalInt.empty();
    }

    public ObjectNode status() {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        if (!details.isEmpty()) {
            status.set("details", details);
        }
        return status.put("code", code);
    }
}
