package dev.countersign.agent.tool.kubernetes.change;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.kubernetes.show.FieldPath;
import dev.countersign.agent.tool.kubernetes.show.Structure;
import dev.countersign.agent.tool.kubernetes.show.Structure.Difference;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The fields that a write touches: what it sets, and what would differ. */
final class Touched {
    /** More fields than this are watched by section: all of {@code data}, all of {@code spec}. */
    private static final int MAX_FIELDS = 60;

    private static final List<List<String>> IDENTITY = List.of(
            List.of("apiVersion"),
            List.of("kind"),
            List.of("metadata", "name"),
            List.of("metadata", "namespace"));

    private Touched() {}

    static Set<FieldPath> by(Sight sight) {
        if (sight.after().isMissingNode()) {
            return wholeOf(sight.before());
        }
        Set<FieldPath> fields = new LinkedHashSet<>();
        JsonNode body = sight.write().body();
        if (sight.write().verb().setsFields()) {
            fields.addAll(Structure.leaves(body));
        } else {
            pointers(body).forEach(fields::add);
        }
        sight.differences().stream().map(Difference::path).forEach(fields::add);
        fields.removeIf(field -> IDENTITY.contains(field.steps()));
        return fields.size() <= MAX_FIELDS ? fields : sections(fields);
    }

    /** Who deletes an object touches everything that people put into it. */
    private static Set<FieldPath> wholeOf(JsonNode object) {
        Set<FieldPath> sections = new LinkedHashSet<>();
        object.fieldNames().forEachRemaining(key -> {
            if (!key.equals("metadata")) {
                sections.add(FieldPath.ROOT.to(key));
            }
        });
        return sections;
    }

    private static Set<FieldPath> sections(Set<FieldPath> fields) {
        Set<FieldPath> sections = new LinkedHashSet<>();
        for (FieldPath field : fields) {
            List<String> steps = field.steps();
            int depth = steps.getFirst().equals("metadata") ? 2 : 1;
            sections.add(new FieldPath(steps.subList(0, Math.min(depth, steps.size()))));
        }
        return sections;
    }

    private static List<FieldPath> pointers(JsonNode operations) {
        List<FieldPath> fields = new ArrayList<>();
        for (JsonNode operation : operations) {
            for (String member : List.of("path", "from")) {
                String pointer = operation.path(member).asText();
                if (!pointer.isEmpty()) {
                    fields.add(pointer(pointer));
                }
            }
        }
        return fields;
    }

    private static FieldPath pointer(String pointer) {
        List<String> steps = new ArrayList<>();
        for (String step : pointer.substring(1).split("/", -1)) {
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        if (steps.getLast().equals("-")) {
            steps.removeLast();
        }
        return new FieldPath(steps);
    }
}
