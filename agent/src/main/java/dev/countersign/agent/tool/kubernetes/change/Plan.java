package dev.countersign.agent.tool.kubernetes.change;

import dev.countersign.agent.tool.kubernetes.api.ResourceType;

import java.util.List;
import java.util.Set;

/**
 * What one call would write, in order. The title is verb, object and {@code toWhat}; {@code undo}
 * is empty where the usual words fit; {@code bound} is fetched content that a yes is bound to;
 * {@code waits} is how many seconds a call waits at most until what it wrote is ready.
 */
public record Plan(
        String verb,
        String toWhat,
        List<Write> writes,
        String undo,
        Set<ResourceType> planned,
        String bound,
        int waits) {
    /** Longest wait; a tool call as a whole may take a minute. */
    public static final int MAX_WAIT = 50;

    public Plan {
        writes = List.copyOf(writes);
        planned = Set.copyOf(planned);
    }

    public static Plan of(String verb, String toWhat, Write write, String undo) {
        return new Plan(verb, toWhat, List.of(write), undo, Set.of(), "", 0);
    }

    public Plan boundTo(String content) {
        return new Plan(verb, toWhat, writes, undo, planned, content, waits);
    }

    public Plan waiting(int seconds) {
        return new Plan(verb, toWhat, writes, undo, planned, bound, seconds);
    }
}
