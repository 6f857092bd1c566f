package dev.countersign.agent.tool.kubernetes.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.ResourceType;
import dev.countersign.agent.tool.kubernetes.show.TableText;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The table of a list: the API server's own where it makes one, ours where it does not. */
final class Table {
    private final InstantSource clock;

    Table(InstantSource clock) {
        this.clock = clock;
    }

    String text(ObjectNode answer, ResourceType type, boolean everywhere, String namespace) {
        TableText table = answer.path("kind").asText().equals("Table")
                ? theirs(answer, everywhere)
                : ours(answer, type, everywhere);
        if (table.size() == 0) {
            return type.namespaced() && !everywhere
                    ? "No resources found in " + namespace + " namespace.\n"
                    : "No resources found.\n";
        }
        return table.text() + left(answer.path("metadata"), table.size());
    }

    private static String left(JsonNode metadata, int shown) {
        if (metadata.path("continue").asText().isEmpty()) {
            return "";
        }
        String more = metadata.path("remainingItemCount").asText("some");
        return "... " + shown + " are shown, " + more
                + " more are not. Name a namespace or one resource to see them.\n";
    }

    private static TableText theirs(ObjectNode answer, boolean everywhere) {
        List<String> header = new ArrayList<>(everywhere ? List.of("NAMESPACE") : List.of());
        answer.path("columnDefinitions").forEach(c -> header.add(c.path("name").asText()));
        var table = new TableText(header);
        for (JsonNode row : answer.path("rows")) {
            List<String> cells = new ArrayList<>();
            if (everywhere) {
                cells.add(row.path("object").path("metadata").path("namespace").asText());
            }
            row.path("cells").forEach(cell -> cells.add(cell.isNull() ? "<none>" : cell.asText()));
            table.row(cells);
        }
        return table;
    }

    private TableText ours(ObjectNode answer, ResourceType type, boolean everywhere) {
        Columns columns = Columns.of(type);
        List<String> header = new ArrayList<>(everywhere ? List.of("NAMESPACE") : List.of());
        header.addAll(columns.header());
        var table = new TableText(header);
        Instant now = clock.instant();
        Iterable<JsonNode> items =
                answer.path("items").isArray() ? answer.path("items") : List.<JsonNode>of(answer);
        for (JsonNode item : items) {
            List<String> cells = new ArrayList<>();
            if (everywhere) {
                cells.add(item.path("metadata").path("namespace").asText());
            }
            cells.addAll(columns.cells(item, now));
            table.row(cells);
        }
        return table;
    }
}
