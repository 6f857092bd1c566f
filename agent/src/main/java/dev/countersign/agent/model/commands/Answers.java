package dev.countersign.agent.model.commands;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.run.Message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what a person answered to a question. */
final class Answers {
    private static final String MARKS = "\"'`\u201c\u201d\u2018\u2019.!,";
    private static final Set<String> AROUND = Set.of(
            "please",
            "thanks",
            "call",
            "it",
            "name",
            "let's",
            "lets",
            "use",
            "the",
            "a",
            "is",
            "should",
            "be",
            "called",
            "named",
            "namespace",
            "just",
            "make",
            "that",
            "would",
            "i",
            "want",
            "like",
            "with",
            "go",
            "pick",
            "take",
            "as",
            "of",
            "ok",
            "yes",
            "for");

    private Answers() {}

    /** The first answer, or nothing where the person gave none or the question was not answered. */
    static Optional<String> of(Message.Result result) {
        if (result.error()) {
            return Optional.empty();
        }
        var json = Json.read(result.text()).map(Answers::unwrapped);
        var said = result.text();
        if (json.isPresent() && json.get().isContainerNode()) {
            said = json.get().path(0).path("answer").path(0).asText("");
        }
        return Optional.of(said.strip()).filter(answer -> !answer.isEmpty());
    }

    /** Some runtimes wrap the list as {@code {"result": "<the list as text>"}}. */
    private static JsonNode unwrapped(JsonNode node) {
        return node.path("result").isTextual()
                ? Json.read(node.path("result").asText()).orElse(node)
                : node;
    }

    /** "Call it shop, please" means shop; an answer that says more is given back whole. */
    static String name(String answer) {
        var words = answer.strip().split("\\s+");
        var left = Arrays.stream(words)
                .map(Answers::bare)
                .filter(word ->
                        words.length == 1 || !AROUND.contains(word.toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(" "));
        return left.isBlank() ? bare(answer.strip()) : left.strip();
    }

    private static String bare(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && MARKS.indexOf(word.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && MARKS.indexOf(word.charAt(to - 1)) >= 0) {
            to--;
        }
        return word.substring(from, to);
    }
}
