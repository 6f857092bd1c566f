package dev.countersign.bot.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.bot.cli.Api.Refused;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** Says something to an agent and prints what comes of it. */
@Command(
        name = "ask",
        description = "Say something to an agent; print its answer, or the question that waits.",
        mixinStandardHelpOptions = true)
final class AskCommand implements Callable<Integer> {

    private static final Set<String> TELLING =
            Set.of("event: answer", "event: question", "event: closed");

    @Option(names = "--agent", paramLabel = "NAME", description = "Which agent; needed if several.")
    private String agent;

    @Option(names = "--wait", description = "Wait for the answer, also while people decide.")
    private boolean wait;

    @Option(names = "--run", paramLabel = "ID", description = "Continue this run.")
    private String run;

    @Option(names = "--json", description = "Print the run as JSON.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "TEXT", description = "What to say.")
    private List<String> words;

    private final Terminal terminal;

    AskCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = terminal.api();
        var id = said(api);
        var came = awaited(api, id);
        if (json) {
            terminal.json(came);
        } else {
            show(api, came);
        }
        return "closed".equals(came.path("phase").asText()) ? Cli.REFUSED : Cli.DONE;
    }

    private String said(Api api) {
        var text = String.join(" ", words);
        var body = Api.JSON.createObjectNode().put("message", text);
        if (run != null) {
            var path = "/api/v1/runs/" + Api.escaped(run) + "/messages";
            return api.post(path, body).path("id").asText();
        }
        body.put("agent", agent == null ? onlyAgent(api) : agent);
        return api.post("/api/v1/runs", body).path("id").asText();
    }

    private static String onlyAgent(Api api) {
        var names = new ArrayList<String>();
        api.get("/api/v1/agents")
                .path("items")
                .forEach(a -> names.add(a.path("name").asText()));
        if (names.size() != 1) {
            throw new Refused(
                    names.isEmpty()
                            ? "There is no agent. Apply one with: countersign apply -f FILE"
                            : "Which agent? Say --agent with one of: " + String.join(", ", names));
        }
        return names.getFirst();
    }

    /** Follows the run's events, and looks at the run whenever they say that it may be over. */
    private JsonNode awaited(Api api, String id) {
        var path = "/api/v1/runs/" + Api.escaped(id);
        try (var events = api.events(id)) {
            for (var lines = events.iterator(); lines.hasNext(); ) {
                if (TELLING.contains(lines.next())) {
                    var now = api.get(path);
                    if (over(now)) {
                        return now;
                    }
                }
            }
        }
        throw new Refused("The server stopped telling. The run " + id + " goes on; look at it with:"
                + " countersign runs " + id);
    }

    private boolean over(JsonNode now) {
        return switch (now.path("phase").asText()) {
            case "resting", "closed" -> true;
            default -> !wait && !now.path("questions").isEmpty();
        };
    }

    private void show(Api api, JsonNode came) {
        var id = came.path("id").asText();
        if (!came.path("questions").isEmpty()
                && !"closed".equals(came.path("phase").asText())) {
            came.path("questions")
                    .forEach(key -> QuestionsCommand.show(
                            terminal, api.get("/api/v1/questions/" + Api.escaped(key.asText()))));
            terminal.say("\nThe run " + id + " waits. Its answer then: countersign runs " + id);
        } else if (came.hasNonNull("answer")) {
            terminal.say(came.path("answer").asText());
        } else {
            terminal.complain(
                    "The run " + id + " has ended: " + came.path("reason").asText());
        }
    }
}
