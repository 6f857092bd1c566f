package dev.countersign.agent.tool.kubernetes.change;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.frame.Args;

/** Turns arguments into writes; reads where it must, and never writes. */
@FunctionalInterface
public interface Planner {
    Plan plan(Args args, Api api);
}
