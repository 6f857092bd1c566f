package dev.countersign.agent.tool;

/** A tool whose arguments may hold secrets, and that knows where they are. */
public interface Discreet {
    /** The arguments as people may see them; the same text where nothing is secret. */
    String shown(String arguments);
}
