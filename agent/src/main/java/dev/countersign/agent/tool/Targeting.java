package dev.countersign.agent.tool;

import java.util.List;

/** A tool whose calls have targets that a policy can speak about. */
public interface Targeting {
    /** The cluster and identity that calls work with; part of what a yes is bound to. */
    String target();

    /** What this call would touch; empty where that cannot be told from the arguments. */
    List<Target> targets(String arguments);

    record Target(String cluster, String namespace, String kind, String name) {}
}
