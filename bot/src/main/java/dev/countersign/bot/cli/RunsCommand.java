package dev.countersign.bot.cli;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Optional;
import java.util.concurrent.Callable;

/** Lists runs, or shows one. */
@Command(
        name = "runs",
        description = "List runs, newest first; or show one with all that was said and done.",
        mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "ID", description = "One run, whole.")
    private String id;

    @Option(
            names = "--phase",
            paramLabel = "PHASE",
            description = "thinking, acting, resting or closed.")
    private String phase;

    @Option(names = "--agent", paramLabel = "NAME", description = "Of this agent alone.")
    private String agent;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Terminal terminal;

    RunsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = terminal.api();
        var answer =
                api.get(id == null ? "/api/v1/runs" + query() : "/api/v1/runs/" + Api.escaped(id));
        if (json) {
            terminal.json(answer);
        } else if (id == null) {
            list(answer);
        } else {
            show(answer);
        }
        return Cli.DONE;
    }

    private String query() {
        return "?limit=50"
                + Optional.ofNullable(phase)
                        .map(p -> "&phase=" + Api.escaped(p))
                        .orElse("")
                + Optional.ofNullable(agent)
                        .map(a -> "&agent=" + Api.escaped(a))
                        .orElse("");
    }

    private void list(JsonNode answer) {
        var table = new Table("RUN", "AGENT", "PHASE", "BY", "OPEN", "STARTED", "SAID");
        for (var run : answer.path("items")) {
            table.row(
                    run.path("id").asText(),
                    run.path("agent").asText(),
                    run.path("phase").asText(),
                    run.path("requester").asText(),
                    run.path("open").asText(),
                    terminal.fromNow(run.path("started").asText()),
                    run.path("title").asText());
        }
        terminal.say(answer.path("items").isEmpty() ? "No runs." : table.toString());
        if (answer.hasNonNull("next")) {
            terminal.say("There are more; narrow it with --phase or --agent.");
        }
    }

    private void show(JsonNode run) {
        terminal.say("Run " + run.path("id").asText() + " of "
                + run.path("agent").asText() + " for " + run.path("requester").asText() + ", "
                + run.path("phase").asText());
        for (var message : run.path("messages")) {
            if (!message.path("text").asText().isBlank()) {
                terminal.say("\n" + message.path("role").asText() + ":\n"
                        + message.path("text").asText().indent(2).stripTrailing());
            }
        }
        if (!run.path("calls").isEmpty()) {
            terminal.say("\n" + calls(run.path("calls")));
        }
        run.path("questions")
                .forEach(key -> terminal.say("\nWaits for question " + key.asText()
                        + ": countersign questions " + key.asText()));
        if (run.hasNonNull("reason")) {
            terminal.say("\nEnded: " + run.path("reason").asText());
        }
    }

    private static Table calls(JsonNode calls) {
        var table = new Table("CALL", "TOOL", "STATE", "QUESTION", "ARGUMENTS");
        for (var call : calls) {
            table.row(
                    call.path("id").asText(),
                    call.path("tool").asText(),
                    call.path("state").asText(),
                    call.path("question").asText("").replace("null", ""),
                    call.path("arguments").toString());
        }
        return table;
    }
}
