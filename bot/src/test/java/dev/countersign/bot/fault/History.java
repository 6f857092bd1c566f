package dev.countersign.bot.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What happened in a run, in the order of time; kept as lines of JSON. Threads share it. */
final class History {
    private static final JsonMapper JSON = new JsonMapper();

    private final ConcurrentLinkedQueue<Line> lines = new ConcurrentLinkedQueue<>();

    private record Line(Instant at, Event event) {
        String written() {
            ObjectNode json = JSON.createObjectNode()
                    .put("at", at.toString())
                    .put("event", event.getClass().getSimpleName());
            return json.setAll((ObjectNode) JSON.valueToTree(event)).toString();
        }
    }

    void add(Event event) {
        lines.add(new Line(Instant.now(), event));
    }

    void happened(String where, String what) {
        add(new Event.Happened(where, what));
    }

    List<Event> events() {
        return lines.stream().map(Line::event).toList();
    }

    /** Keeps it for whoever looks for the cause. */
    Path keep(Path file) throws IOException {
        Files.write(file, lines.stream().map(Line::written).toList());
        return file.toAbsolutePath();
    }

    /** The events of a history that was kept. */
    static List<Event> read(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(History::event).toList();
    }

    private static Event event(String line) {
        try {
            var json = (ObjectNode) JSON.readTree(line);
            json.remove("at");
            var name = json.remove("event").asText();
            var type = Arrays.stream(Event.class.getPermittedSubclasses())
                    .filter(one -> one.getSimpleName().equals(name))
                    .findFirst()
                    .orElseThrow();
            return (Event) JSON.treeToValue(json, type);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("not a line of a history: " + line, broken);
        }
    }
}
