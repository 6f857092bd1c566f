package dev.countersign.agent.tool;

/**
 * What a tool is: its name as the model knows it, what it is for, the JSON Schema of its arguments
 * as text, what it can do, and where it comes from ({@code source} names kind, server and address).
 */
public record ToolSpec(
        String name,
        String description,
        String schema,
        ToolClass toolClass,
        Repeat repeat,
        String source) {}
