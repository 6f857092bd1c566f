package dev.countersign.agent.tool;

/** A tool that is done by another agent: a call of it is a run of that agent, and its answer. */
public interface Delegating {
    /** The name of the agent that does it. */
    String agent();

    /** What that agent is told. */
    String task(String arguments);
}
