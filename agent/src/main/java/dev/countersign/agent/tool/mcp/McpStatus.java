package dev.countersign.agent.tool.mcp;

import java.util.List;

/** How it stands with one server: in words, and the last lines it wrote to its error stream. */
public record McpStatus(boolean connected, String words, List<String> lastLines) {
    public McpStatus {
        lastLines = List.copyOf(lastLines);
    }
}
