package dev.countersign.agent.tool.kubernetes.show;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.kubernetes.api.ApiAnswer;
import dev.countersign.agent.tool.kubernetes.api.Bounded;

import java.util.stream.Collectors;

/** What holds a deleted object back until others are done with it. */
public final class Finalizers {
    private static final int NAMED = 5;

    private Finalizers() {}

    /** Their names with commas between; empty where there are none. */
    public static String of(JsonNode object) {
        return object.path("metadata")
                .path("finalizers")
                .valueStream()
                .limit(NAMED)
                .map(name -> Bounded.line(name.asText()))
                .collect(Collectors.joining(", "));
    }

    /** What a delete came to: an API server answers with the object where it stays for a while. */
    public static String outcome(ApiAnswer answer, String done) {
        String held = answer.text().contains("\"finalizers\"") ? of(answer.json()) : "";
        return held.isEmpty()
                ? done
                : "marked for deletion; it stays until its finalizers are done: " + held;
    }
}
