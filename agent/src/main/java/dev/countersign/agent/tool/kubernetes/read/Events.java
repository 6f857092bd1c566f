package dev.countersign.agent.tool.kubernetes.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.api.ResourceType;
import dev.countersign.agent.tool.kubernetes.frame.Args;
import dev.countersign.agent.tool.kubernetes.frame.ReadTool.Reading;
import dev.countersign.agent.tool.kubernetes.show.Age;
import dev.countersign.agent.tool.kubernetes.show.Masked;
import dev.countersign.agent.tool.kubernetes.show.TableText;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What happened in a namespace or to one object, the newest last. */
final class Events implements Reading {
    private static final int SHOWN = 200;
    private static final int OF_ONE_OBJECT = 20;
    private static final Comparator<JsonNode> BY_TIME =
            Comparator.comparing(event -> Age.instant(time(event)).orElse(Instant.EPOCH));

    private final InstantSource clock;

    Events(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String read(Args args, Api api) {
        String namespace = args.name("namespace");
        ObjectNode page = api.list(api.types().find("v1", "Event"), namespace, Map.of());
        List<JsonNode> events = new ArrayList<>(page.path("items").valueStream().toList());
        if (events.isEmpty()) {
            return "No events found" + (namespace.isEmpty() ? "." : " in " + namespace + ".");
        }
        events.sort(BY_TIME);
        int left = Math.max(0, events.size() - SHOWN);
        String unread = page.path("metadata").path("continue").asText().isEmpty()
                ? ""
                : "The cluster has more events than were read; name a namespace.\n";
        String older = left == 0
                ? ""
                : "... " + left + " older events are left out;"
                        + " describe one resource to see its own.\n";
        return unread + older + table(events.subList(left, events.size()), namespace.isEmpty());
    }

    /** The last events of one object; empty where there are none or they may not be read. */
    String of(ObjectRef ref, Api api) {
        String query = "involvedObject.name=" + ref.name() + ",involvedObject.kind="
                + ref.type().kind();
        String namespace = ref.namespace().isEmpty() ? "default" : ref.namespace();
        List<JsonNode> events = new ArrayList<>();
        for (JsonNode event :
                api.itemsIfAllowed("events", namespace, Map.of("fieldSelector", query))) {
            if (isAbout(event, ref)) {
                events.add(event);
            }
        }
        events.sort(BY_TIME);
        int from = Math.max(0, events.size() - OF_ONE_OBJECT);
        return events.isEmpty() ? "" : table(events.subList(from, events.size()), false);
    }

    private static boolean isAbout(JsonNode event, ObjectRef ref) {
        JsonNode object = event.path("involvedObject");
        ResourceType type = ref.type();
        return object.path("name").asText().equals(ref.name())
                && object.path("kind").asText().equals(type.kind());
    }

    private String table(List<JsonNode> events, boolean withNamespace) {
        List<String> header = new ArrayList<>(withNamespace ? List.of("NAMESPACE") : List.of());
        header.addAll(List.of("LAST SEEN", "TYPE", "REASON", "OBJECT", "COUNT", "MESSAGE"));
        var table = new TableText(header);
        Instant now = clock.instant();
        for (JsonNode event : events) {
            JsonNode object = event.path("involvedObject");
            List<String> cells = new ArrayList<>();
            if (withNamespace) {
                cells.add(event.path("metadata").path("namespace").asText());
            }
            cells.add(Age.since(time(event), now));
            cells.add(event.path("type").asText());
            cells.add(event.path("reason").asText());
            cells.add((object.path("kind").asText() + "/" + object.path("name").asText())
                    .toLowerCase(java.util.Locale.ROOT));
            cells.add(event.path("count").asText("1"));
            cells.add(Masked.text(event.path("message").asText().strip()));
            table.row(cells);
        }
        return table.text();
    }

    private static String time(JsonNode event) {
        for (String field : List.of("lastTimestamp", "eventTime", "firstTimestamp")) {
            String time = event.path("series").path("lastObservedTime").asText("");
            String own = event.path(field).asText("");
            if (!time.isEmpty() || !own.isEmpty() && !own.equals("null")) {
                return time.isEmpty() ? own : time;
            }
        }
        return event.path("metadata").path("creationTimestamp").asText();
    }
}
