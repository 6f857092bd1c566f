package dev.countersign.agent.tool.kubernetes.sandbox.tree;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Chooses objects by a few of their fields, as {@code status.phase!=Running}. */
public final class FieldSelector {
    private static final Pattern PART = Pattern.compile("([A-Za-z.]+)\\s*(==|=|!=)\\s*(.*)");
    private static final List<String> KNOWN = List.of(
            "metadata.name",
            "metadata.namespace",
            "status.phase",
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.serviceAccountName",
            "status.podIP",
            "spec.unschedulable",
            "type",
            "reason",
            "reportingComponent",
            "source");

    private FieldSelector() {}

    public static Predicate<JsonNode> parse(String text) {
        List<Predicate<JsonNode>> parts = Stream.of(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(FieldSelector::part)
                .toList();
        return object -> parts.stream().allMatch(part -> part.test(object));
    }

    private static Predicate<JsonNode> part(String text) {
        Matcher matcher = PART.matcher(text);
        if (!matcher.matches()) {
            throw Failures.badRequest("invalid selector: '" + text + "'; can't understand it");
        }
        String field = matcher.group(1);
        if (!KNOWN.contains(field) && !field.startsWith("involvedObject.")) {
            throw Failures.badRequest("field label not supported: " + field);
        }
        String[] path = (field.equals("source") ? "source.component" : field).split("\\.");
        String wanted = matcher.group(3);
        boolean not = matcher.group(2).equals("!=");
        return object -> Json.text(object, path).equals(wanted) != not;
    }
}
