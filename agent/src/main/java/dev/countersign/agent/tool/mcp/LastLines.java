package dev.countersign.agent.tool.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Reads a stream to its end and keeps its last lines; none is kept longer than its limit. */
final class LastLines {
    private static final int LINES = 20;
    private static final int COLUMNS = 500;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized List<String> now() {
        return List.copyOf(lines);
    }

    void follow(InputStream stream) {
        try (var reader =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            var line = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n') {
                    keep(line);
                } else if (line.length() < COLUMNS) {
                    line.append((char) c);
                }
            }
            keep(line);
        } catch (IOException e) {
            keep(new StringBuilder("(the error stream broke: " + e.getMessage() + ")"));
        }
    }

    private synchronized void keep(StringBuilder line) {
        if (!line.toString().isBlank()) {
            lines.add(line.toString().strip());
            if (lines.size() > LINES) {
                lines.removeFirst();
            }
        }
        line.setLength(0);
    }
}
