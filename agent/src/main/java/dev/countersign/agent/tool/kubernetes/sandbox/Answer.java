package dev.countersign.agent.tool.kubernetes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.Watch;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What goes back to the client. */
sealed interface Answer {
    /** One JSON document. */
    record Tree(int code, JsonNode body) implements Answer {}

    /** Plain text, as long as it may be. */
    record Text(Stream<String> pieces) implements Answer {}

    /** Changes as they happen, for a while, after what is there already. */
    record Follow(
            Watch watch,
            Route route,
            Duration limit,
            Predicate<JsonNode> wanted,
            List<ObjectNode> there,
            Function<ObjectNode, JsonNode> shown)
            implements Answer {}

    static Answer ok(JsonNode body) {
        return new Tree(200, body);
    }

    static Answer made(JsonNode body) {
        return new Tree(201, body);
    }
}
