package dev.countersign.agent.catalog;

/** Something an agent is told once; {@code content} is the hash that makes it once. */
public record TaskSpec(String name, String agent, String message, String content) {}
