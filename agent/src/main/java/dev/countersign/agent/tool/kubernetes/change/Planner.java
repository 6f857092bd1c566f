package dev.countersign.agent.tool.kubernetes.change;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.frame.Args;

import java.time.Instant;
import java.util.Optional;

/** Turns arguments into writes; reads where it must, and never writes. */
@FunctionalInterface
public interface Planner {
    Plan plan(Args args, Api api);

    /** The same plan as the one that was shown, where that one wrote a time. */
    default Plan plan(Args args, Api api, Optional<Instant> shown) {
        return plan(args, api);
    }
}
