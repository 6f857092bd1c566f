package dev.countersign.agent.tool.kubernetes.write;

/** Reads the text behind an address. */
@FunctionalInterface
interface Fetch {
    String text(String address);
}
