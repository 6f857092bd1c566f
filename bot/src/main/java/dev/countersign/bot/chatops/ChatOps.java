package dev.countersign.bot.chatops;

import dev.countersign.agent.asking.Workshop;
import dev.countersign.agent.engine.Engine;
import dev.countersign.agent.engine.FrontDesk.Answer;
import dev.countersign.agent.gate.Directory.Found;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Run;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Person;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The words that stand in front of every agent, the same in every channel: a message that is one of
 * them never reaches a model.
 */
public final class ChatOps {
    private static final String HELP = """
            Say what you want done; the agent answers here. What changes anything waits for a yes.
            help: these words
            agents: whom you can talk to
            use AGENT: talk to another agent in this conversation
            status [RUN]: how far a run is; without a name the one in this conversation
            stop [RUN]: stop it for good
            inbox: the questions that wait for you
            whoami: who you are to me""";

    private static final int MOST_RUNS = 10;

    private final Engine engine;
    private final Workshop workshop;
    private final Engine.Stores stores;
    private final Preferences preferences;

    public ChatOps(
            Engine engine, Workshop workshop, Engine.Stores stores, Preferences preferences) {
        this.engine = engine;
        this.workshop = workshop;
        this.stores = stores;
        this.preferences = preferences;
    }

    /** The answer to one of our words; empty when the text is meant for an agent. */
    public Optional<String> answer(Speaker speaker, Conversation where, String text) {
        var words = List.of(text.strip().split("\\s+"));
        var verb = words.getFirst().toLowerCase(Locale.ROOT);
        var about = words.size() == 2 ? Optional.of(words.get(1)) : Optional.<String>empty();
        boolean alone = words.size() == 1;
        return switch (verb) {
            case "help", "?" -> alone ? Optional.of(HELP) : Optional.empty();
            case "whoami" -> alone ? Optional.of(whoami(speaker)) : Optional.empty();
            case "agents" -> alone ? Optional.of(agents()) : Optional.empty();
            case "inbox" -> alone ? Optional.of(inbox(speaker)) : Optional.empty();
            case "status" ->
                alone || isRun(about) ? Optional.of(status(where, about)) : Optional.empty();
            case "stop" ->
                alone || isRun(about) ? Optional.of(stop(speaker, where, about)) : Optional.empty();
            case "use" -> about.map(agent -> use(where, agent));
            default -> Optional.empty();
        };
    }

    private static boolean isRun(Optional<String> word) {
        return word.filter(w -> w.startsWith("r_")).isPresent();
    }

    private Optional<Person> person(Speaker speaker) {
        return workshop.directory().find(speaker) instanceof Found.Known known
                ? Optional.of(known.person())
                : Optional.empty();
    }

    private String whoami(Speaker speaker) {
        return switch (workshop.directory().find(speaker)) {
            case Found.Known known ->
                "You are "
                        + known.person().name()
                        + groups(known.person())
                        + ", here as "
                        + speaker.account()
                        + " ("
                        + speaker.assurance().name().toLowerCase(Locale.ROOT)
                        + ").";
            case Found.Nobody nobody -> nobody.instructions();
            case Found.Ambiguous ambiguous -> ambiguous.instructions();
        };
    }

    private static String groups(Person person) {
        return person.groups().isEmpty()
                ? ""
                : " in " + person.groups().stream().sorted().collect(Collectors.joining(", "));
    }

    private String agents() {
        return workshop.catalog().agents().values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .map(a -> a.name() + (a.description().isBlank() ? "" : ": " + a.description()))
                .collect(Collectors.joining("\n"));
    }

    private String inbox(Speaker speaker) {
        var who = person(speaker);
        if (who.isEmpty()) {
            return whoami(speaker);
        }
        var open = engine.questions().openFor(who.get().name());
        return open.isEmpty()
                ? "Nothing waits for you."
                : open.stream()
                        .limit(MOST_RUNS)
                        .map(q -> q.key() + "  " + q.card().title() + "  (run " + q.run() + ")")
                        .collect(Collectors.joining("\n"));
    }

    private Optional<Run> run(Conversation where, Optional<String> id) {
        return id.isPresent() ? stores.runs().load(id.get()) : stores.runs().at(where);
    }

    private String status(Conversation where, Optional<String> id) {
        return run(where, id).map(this::status).orElse("There is no run here.");
    }

    private String status(Run run) {
        var head = "Run " + run.id() + " with " + run.origin().agent() + ": ";
        return head
                + switch (run.phase()) {
                    case Phase.Thinking thinking -> "the model is thinking.";
                    case Phase.Acting acting -> waits(run);
                    case Phase.Resting resting -> "it has answered; say more to go on.";
                    case Phase.Closed closed -> "closed. " + closed.reason();
                };
    }

    private static String waits(Run run) {
        return run.questions().isEmpty()
                ? "its tools are at work."
                : "it waits for "
                        + run.questions().stream()
                                .map(q -> q.key() + " (" + q.card().title() + ")")
                                .collect(Collectors.joining(", "))
                        + ".";
    }

    private String stop(Speaker speaker, Conversation where, Optional<String> id) {
        var who = person(speaker);
        var run = run(where, id);
        if (who.isEmpty()) {
            return whoami(speaker);
        }
        if (run.isEmpty()) {
            return "There is no run here.";
        }
        return switch (engine.frontDesk().cancel(run.get().id(), who.get().name())) {
            case Answer.Taken taken ->
                "Run " + taken.run() + " is stopped; its questions are closed.";
            case Answer.Refused refused -> refused.sentence();
        };
    }

    private String use(Conversation where, String agent) {
        if (!workshop.catalog().agents().containsKey(agent)) {
            return "There is no agent " + agent + ". There are:\n" + agents();
        }
        preferences.use(where, agent);
        return "The next run in this conversation is with " + agent + ".";
    }

    /** The runs of one person, newest first, for an overview. */
    public List<Archive.Line> runsOf(Optional<String> requester, Optional<String> phase) {
        return stores.archive()
                .runs(new Archive.Filter(
                        phase, Optional.empty(), requester, Optional.empty(), MOST_RUNS))
                .items();
    }
}
