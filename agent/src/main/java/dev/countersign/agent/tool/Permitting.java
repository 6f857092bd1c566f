package dev.countersign.agent.tool;

import dev.countersign.agent.tool.Invocation.Requester;

import java.util.Optional;

/** A tool that can find out whether a person could do themselves what one of its calls does. */
public interface Permitting {
    /**
     * Why this person could not, as a sentence; empty where they could. What cannot be found out is
     * a reason too.
     */
    Optional<String> cannot(Invocation call, Requester person);
}
