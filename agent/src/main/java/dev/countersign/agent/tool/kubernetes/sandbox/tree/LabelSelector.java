package dev.countersign.agent.tool.kubernetes.sandbox.tree;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chooses objects by their labels, by equality or by set. */
public final class LabelSelector {
    private static final Pattern SET =
            Pattern.compile("([^\\s!=,()]+)\\s+(in|notin)\\s+\\(([^)]*)\\)");
    private static final Pattern EQUAL =
            Pattern.compile("([^\\s!=,()]+)\\s*(==|=|!=)\\s*([^\\s!=,()]*)");
    private static final Pattern EXISTS = Pattern.compile("(!?)\\s*([^\\s!=,()]+)");
    private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

    private LabelSelector() {}

    /** The form of a query parameter: {@code app=web,tier in (a, b),!old}. */
    public static Predicate<JsonNode> parse(String text) {
        return all(COMMA.splitAsStream(text)
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(LabelSelector::requirement)
                .toList());
    }

    /** The form of a spec: {@code matchLabels} and {@code matchExpressions}. */
    public static Predicate<JsonNode> of(JsonNode selector) {
        List<Predicate<JsonNode>> all = new ArrayList<>();
        selector.path("matchLabels")
                .properties()
                .forEach(it -> all.add(in(it.getKey(), Set.of(it.getValue().asText()))));
        for (JsonNode it : selector.path("matchExpressions")) {
            all.add(expression(it));
        }
        return all(all);
    }

    private static Predicate<JsonNode> expression(JsonNode it) {
        String key = it.path("key").asText();
        Set<String> values =
                Meta.items(it.path("values")).map(JsonNode::asText).collect(Collectors.toSet());
        return switch (it.path("operator").asText()) {
            case "In" -> in(key, values);
            case "NotIn" -> in(key, values).negate();
            case "Exists" -> has(key);
            case "DoesNotExist" -> has(key).negate();
            default -> object -> false;
        };
    }

    private static Predicate<JsonNode> requirement(String part) {
        Matcher set = SET.matcher(part);
        if (set.matches()) {
            Set<String> values = Stream.of(set.group(3).split(","))
                    .map(String::strip)
                    .collect(Collectors.toSet());
            Predicate<JsonNode> in = in(set.group(1), values);
            return set.group(2).equals("in") ? in : in.negate();
        }
        Matcher equal = EQUAL.matcher(part);
        if (equal.matches()) {
            Predicate<JsonNode> same = in(equal.group(1), Set.of(equal.group(3)));
            return equal.group(2).equals("!=") ? same.negate() : same;
        }
        Matcher exists = EXISTS.matcher(part);
        if (exists.matches()) {
            Predicate<JsonNode> has = has(exists.group(2));
            return exists.group(1).isEmpty() ? has : has.negate();
        }
        throw Failures.badRequest(
                "unable to parse requirement: found '" + part + "', which is not a label selector");
    }

    private static Predicate<JsonNode> in(String key, Set<String> values) {
        return object -> Meta.labels(object).has(key)
                && values.contains(Meta.labels(object).path(key).asText());
    }

    private static Predicate<JsonNode> has(String key) {
        return object -> Meta.labels(object).has(key);
    }

    private static Predicate<JsonNode> all(List<Predicate<JsonNode>> parts) {
        return object -> parts.stream().allMatch(part -> part.test(object));
    }
}
