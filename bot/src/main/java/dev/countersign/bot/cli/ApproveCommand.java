package dev.countersign.bot.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** Says yes to a question, as it stands or with other arguments. */
@Command(
        name = "approve",
        description = "Say yes to a question, as it stands or with other arguments.")
final class ApproveCommand implements Callable<Integer> {

    @Parameters(arity = "1", paramLabel = "KEY", description = "The question.")
    private String key;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept on the record.")
    private String reason;

    @Option(names = "--arguments", paramLabel = "JSON", description = "Run it with these instead.")
    private String arguments;

    @Option(
            names = "--break-glass",
            description = "In an emergency: alone and at once, with a --reason; all are told.")
    private boolean breakGlass;

    @Option(names = "--version", paramLabel = "N", description = "Only if this version is open.")
    private Integer version;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** Of our own: the usual options bring a --version, which means something else here. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    private final Terminal terminal;

    ApproveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var body = Decision.body(breakGlass ? "break-glass" : "approve", reason, version);
        if (arguments != null) {
            body.set("arguments", object(arguments));
        }
        return Decision.send(terminal, key, body, json);
    }

    private JsonNode object(String text) {
        try {
            var node = Api.JSON.readTree(text);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException notJson) {
            throw wrong();
        }
        throw wrong();
    }

    private ParameterException wrong() {
        return new ParameterException(
                spec.commandLine(), "--arguments must be a JSON object such as {\"replicas\": 3}");
    }
}
