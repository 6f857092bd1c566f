package dev.countersign.agent.tool.retrieval;

/** A piece of a document that can be found, and where it stands: file and first line. */
record Passage(String source, int line, String text) {}
