package dev.countersign.bot.cli;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Optional;
import java.util.concurrent.Callable;

/** Lists open questions, or shows one as it would be decided. */
@Command(
        name = "questions",
        description = "List open questions; or show one with exactly what would run.",
        mixinStandardHelpOptions = true)
final class QuestionsCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "KEY", description = "One question, whole.")
    private String key;

    @Option(
            names = "--for",
            paramLabel = "PERSON",
            description = "Those that this person may decide.")
    private String person;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Terminal terminal;

    QuestionsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var whose =
                Optional.ofNullable(person).map(p -> "&for=" + Api.escaped(p)).orElse("");
        var path = key == null ? "?state=open&limit=200" + whose : "/" + Api.escaped(key);
        var answer = terminal.api().get("/api/v1/questions" + path);
        if (json) {
            terminal.json(answer);
        } else if (key == null) {
            list(answer.path("items"));
        } else {
            show(terminal, answer);
        }
        return Cli.DONE;
    }

    private void list(JsonNode questions) {
        var table = new Table("QUESTION", "KIND", "LEVEL", "AGENT", "RUN", "EXPIRES", "TITLE");
        for (var question : questions) {
            table.row(
                    question.path("key").asText(),
                    question.path("kind").asText(),
                    question.path("level").asText(),
                    question.path("agent").asText(),
                    question.path("run").asText(),
                    terminal.fromNow(question.path("expires").asText("")),
                    question.path("card").path("title").asText());
        }
        terminal.say(questions.isEmpty() ? "No open questions." : table.toString());
    }

    /** Everything on the card, nothing cut, and how to decide it. */
    static void show(Terminal terminal, JsonNode question) {
        var card = question.path("card");
        terminal.say("Question " + question.path("key").asText() + ", version "
                + question.path("version").asText() + ", "
                + question.path("level").asText()
                + ": " + card.path("title").asText());
        for (var fact : card.path("facts")) {
            terminal.say("  " + fact.path("label").asText() + ": "
                    + fact.path("value").asText());
        }
        work(terminal, question);
        for (var warning : card.path("warnings")) {
            terminal.say("  Warning: " + warning.asText());
        }
        if (!card.path("quote").asText("").isBlank()) {
            terminal.say("  The agent says: \"" + card.path("quote").asText() + "\"");
        }
        asked(terminal, question);
        terminal.say(closing(terminal, question));
    }

    private static void work(Terminal terminal, JsonNode question) {
        var call = question.path("call");
        if (!call.path("tool").asText("").isEmpty()) {
            terminal.say(
                    "  Would run: " + call.path("tool").asText() + " " + call.path("arguments"));
            terminal.say("  Digest: " + call.path("digest").asText());
        }
        for (var change : question.path("card").path("changes")) {
            terminal.say("  Change: " + change.path("path").asText() + ": "
                    + side(change.path("before")) + " -> " + side(change.path("after")));
        }
        var diff = question.path("card").path("diff").asText("");
        if (!diff.isBlank()) {
            terminal.say(diff.indent(4).stripTrailing());
        }
    }

    private static String side(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "(nothing)" : value.asText();
    }

    private static void asked(Terminal terminal, JsonNode question) {
        for (var prompt : question.path("questions")) {
            terminal.say("  " + prompt.path("question").asText());
            prompt.path("choices").forEach(choice -> terminal.say("    - " + choice.asText()));
        }
        for (var field : question.path("fields")) {
            terminal.say("  " + field.path("name").asText() + " ("
                    + field.path("type").asText()
                    + (field.path("required").asBoolean() ? ", required" : "") + "): "
                    + field.path("description").asText());
        }
    }

    private static String closing(Terminal terminal, JsonNode question) {
        var decided = question.path("decided");
        if (decided.isObject()) {
            var by = decided.hasNonNull("by") ? " by " + decided.path("by").asText() : "";
            return "Closed: " + question.path("state").asText() + by + " at "
                    + decided.path("at").asText();
        }
        var key = question.path("key").asText();
        var expires = terminal.fromNow(question.path("expires").asText(""));
        var how =
                switch (question.path("kind").asText()) {
                    case "approve" ->
                        "countersign approve " + key + "   or   countersign reject " + key
                                + " --reason \"...\"";
                    case "form" -> "countersign answer " + key + " NAME=VALUE...";
                    case "external" -> "countersign answer " + key + " ran|again|give-up [TEXT]";
                    default -> "countersign answer " + key + " VALUE...";
                };
        return (expires.isEmpty() ? "" : "  Expires " + expires + "\n") + "Decide: " + how;
    }
}
