package dev.countersign.bot.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/** Answers what an agent asks, fills a form, or reports an outcome. */
@Command(
        name = "answer",
        description = "Answer what an agent asks: one VALUE for each thing asked; for a form"
                + " NAME=VALUE; for a call whose outcome is unknown: ran, again or give-up;"
                + " for one that is run elsewhere: ran, failed or give-up, and what came of it.",
        mixinStandardHelpOptions = true)
final class AnswerCommand implements Callable<Integer> {

    @Parameters(index = "0", arity = "1", paramLabel = "KEY", description = "The question.")
    private String key;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "VALUE", description = "The answer.")
    private List<String> values;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Terminal terminal;

    AnswerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var question = terminal.api().get("/api/v1/questions/" + Api.escaped(key));
        var body =
                switch (question.path("kind").asText()) {
                    case "approve" ->
                        throw wrong("Question " + key + " wants a yes or a no: use approve"
                                + " or reject.");
                    case "form" -> form();
                    case "external" -> outcome();
                    default -> answers(question.path("questions"));
                };
        body.put("version", question.path("version").asInt());
        return Decision.send(terminal, key, body, json);
    }

    private ObjectNode form() {
        var body = Api.JSON.createObjectNode();
        var fields = body.putObject("answers");
        for (var value : values) {
            int equals = value.indexOf('=');
            if (equals < 1) {
                throw wrong("\"" + value + "\" is not NAME=VALUE.");
            }
            fields.put(value.substring(0, equals), value.substring(equals + 1));
        }
        return body;
    }

    private ObjectNode outcome() {
        var body = Api.JSON.createObjectNode();
        body.putObject("outcome")
                .put("result", values.getFirst())
                .put("text", String.join(" ", values.subList(1, values.size())));
        return body;
    }

    /** One thing asked takes all the values; several take one each. */
    private ObjectNode answers(JsonNode asked) {
        var body = Api.JSON.createObjectNode();
        var answers = body.putArray("answers");
        if (asked.size() <= 1) {
            var answer = answers.addObject().putArray("answer");
            if (asked.path(0).path("multiple").asBoolean()) {
                values.forEach(answer::add);
            } else {
                answer.add(String.join(" ", values));
            }
            return body;
        }
        if (values.size() != asked.size()) {
            throw wrong("Question " + key + " asks " + asked.size() + " things; give "
                    + asked.size() + " values, in that order.");
        }
        values.forEach(value -> answers.addObject().putArray("answer").add(value));
        return body;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
