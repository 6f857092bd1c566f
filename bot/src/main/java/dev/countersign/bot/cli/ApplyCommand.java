package dev.countersign.bot.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.bot.cli.Api.Refused;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** Hands manifests to a running server. */
@Command(
        name = "apply",
        description = "Hand manifests to a running server.",
        mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {

    @Option(
            names = "-f",
            required = true,
            paramLabel = "FILE",
            description = "A file of YAML, or - for standard input; may be repeated.")
    private List<String> files;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Terminal terminal;

    ApplyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = terminal.api();
        for (var file : files) {
            var answer = api.postYaml("/api/v1/manifests", read(file));
            if (json) {
                terminal.json(answer);
            } else {
                show(answer);
            }
        }
        return Cli.DONE;
    }

    private String read(String file) {
        try {
            return file.equals("-")
                    ? new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (IOException unreadable) {
            throw new Refused(file + " cannot be read. Check the path and its rights.");
        }
    }

    private void show(JsonNode answer) {
        answer.path("documents").forEach(document -> terminal.say("applied " + document.asText()));
        for (var problem : answer.path("problems")) {
            terminal.complain(problem.path("severity").asText() + " line "
                    + problem.path("line").asText() + " "
                    + problem.path("document").asText() + " "
                    + problem.path("path").asText() + ": "
                    + problem.path("message").asText());
        }
    }
}
