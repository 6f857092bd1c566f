package dev.countersign.agent.tool.kubernetes.change;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.kubernetes.api.ResourceType;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What one call would write, in order. The title is verb, object and {@code toWhat}; {@code undo}
 * is empty where the usual words fit; {@code bound} is fetched content that a yes is bound to;
 * {@code waits} is how many seconds a call waits at most until what it wrote is ready; {@code at}
 * is the time that is written, where one is.
 */
public record Plan(
        String verb,
        String toWhat,
        List<Write> writes,
        Function<JsonNode, String> undo,
        Set<ResourceType> planned,
        String bound,
        int waits,
        Optional<Instant> at) {
    /** Longest wait; a tool call as a whole may take a minute. */
    public static final int MAX_WAIT = 50;

    public Plan {
        writes = List.copyOf(writes);
        planned = Set.copyOf(planned);
    }

    public static Plan of(String verb, String toWhat, Write write, String undo) {
        return of(verb, toWhat, write, before -> undo);
    }

    /** {@code undo} is told from the object as it was before. */
    public static Plan of(
            String verb, String toWhat, Write write, Function<JsonNode, String> undo) {
        return new Plan(verb, toWhat, List.of(write), undo, Set.of(), "", 0, Optional.empty());
    }

    public Plan boundTo(String content) {
        return new Plan(verb, toWhat, writes, undo, planned, content, waits, at);
    }

    public Plan waiting(int seconds) {
        return new Plan(verb, toWhat, writes, undo, planned, bound, seconds, at);
    }

    public Plan timed(Instant time) {
        return new Plan(verb, toWhat, writes, undo, planned, bound, waits, Optional.of(time));
    }
}
