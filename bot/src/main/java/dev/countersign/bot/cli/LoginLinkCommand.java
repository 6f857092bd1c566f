package dev.countersign.bot.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** Makes a link that signs one person in to the console once. */
@Command(
        name = "login-link",
        description = "Make a link that signs one person in to the console once.",
        mixinStandardHelpOptions = true)
final class LoginLinkCommand implements Callable<Integer> {

    @Parameters(arity = "1", paramLabel = "PERSON", description = "Who signs in.")
    private String person;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Terminal terminal;

    LoginLinkCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var body = Api.JSON.createObjectNode().put("person", person);
        var answer = terminal.api().post("/api/v1/login-links", body);
        if (json) {
            terminal.json(answer);
        } else {
            terminal.say(answer.path("link").asText());
        }
        return Cli.DONE;
    }
}
