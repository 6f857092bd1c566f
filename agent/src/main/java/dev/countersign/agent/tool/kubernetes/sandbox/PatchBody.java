package dev.countersign.agent.tool.kubernetes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.patch.JsonPatch;
import dev.countersign.agent.tool.kubernetes.sandbox.patch.MergePatch;
import dev.countersign.agent.tool.kubernetes.sandbox.patch.StrategicMerge;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;

import java.util.List;

/** A patch, by its media type. */
sealed interface PatchBody {
    String JSON = "application/json-patch+json";
    String MERGE = "application/merge-patch+json";
    String STRATEGIC = "application/strategic-merge-patch+json";
    String APPLY = "application/apply-patch+yaml";

    record Merge(ObjectNode changes) implements PatchBody {}

    record Strategic(ObjectNode changes) implements PatchBody {}

    record Operations(JsonNode list) implements PatchBody {}

    static PatchBody of(Route route, Request request) {
        boolean typed = !route.kind().custom();
        return switch (request.contentType()) {
            case MERGE -> new Merge(request.object());
            case JSON -> new Operations(Json.parse(request.body()));
            case STRATEGIC -> {
                if (!typed) {
                    throw Failures.unsupportedMedia(List.of(JSON, MERGE, APPLY));
                }
                yield new Strategic(request.object());
            }
            default ->
                throw Failures.unsupportedMedia(
                        typed
                                ? List.of(JSON, MERGE, STRATEGIC, APPLY)
                                : List.of(JSON, MERGE, APPLY));
        };
    }

    default void applyTo(ObjectNode target) {
        switch (this) {
            case Merge merge -> MergePatch.apply(target, merge.changes());
            case Strategic strategic -> StrategicMerge.apply(target, strategic.changes());
            case Operations operations -> JsonPatch.apply(target, operations.list());
        }
    }
}
