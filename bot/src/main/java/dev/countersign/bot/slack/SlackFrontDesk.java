package dev.countersign.bot.slack;

import dev.countersign.agent.asking.Workshop;
import dev.countersign.agent.engine.Engine;
import dev.countersign.agent.gate.Directory.Found;
import dev.countersign.agent.gate.Gatekeeper;
import dev.countersign.agent.gate.Masking;
import dev.countersign.agent.grant.Grants.Held;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Archive.Line;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.bot.chatops.ChatOps;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Person;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.slack.desk.SlackDesk;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Slack shows and does not know itself, looked up where it is kept. */
public final class SlackFrontDesk implements SlackDesk {
    private static final String SLACK = "slack";
    private static final int RECENT = 5;
    /** More people than these are a crowd, and are called as a Slack user group or not at all. */
    private static final int MOST_CALLED = 8;

    private final Engine engine;
    private final Workshop workshop;
    private final Engine.Stores stores;
    private final ChatOps chatOps;
    private final InstantSource clock;

    public SlackFrontDesk(
            Engine engine,
            Workshop workshop,
            Engine.Stores stores,
            ChatOps chatOps,
            InstantSource clock) {
        this.clock = clock;
        this.engine = engine;
        this.workshop = workshop;
        this.stores = stores;
        this.chatOps = chatOps;
    }

    @Override
    public Optional<String> command(Speaker speaker, Conversation where, String text) {
        return chatOps.answer(speaker, where, text);
    }

    @Override
    public boolean knows(Conversation where) {
        return stores.runs().at(where).isPresent();
    }

    @Override
    public List<Shown> openIn(Conversation where) {
        return stores.runs()
                .at(where)
                .map(run -> run.questions().stream()
                        .map(q -> engine.questions().find(q.key()))
                        .flatMap(Optional::stream)
                        .toList())
                .orElse(List.of());
    }

    @Override
    public List<String> awaited(QuestionKey key) {
        return stores.runs()
                .asking(key)
                .flatMap(run -> run.question(key).map(question -> awaited(run, question)))
                .filter(accounts -> accounts.size() <= MOST_CALLED)
                .orElse(List.of());
    }

    private List<String> awaited(Run run, Question question) {
        var directory = workshop.directory();
        var asker = run.origin().requester();
        return directory.people().stream()
                .filter(person -> !person.name().equals(asker))
                .filter(person -> question.voteOf(person.name()).isEmpty())
                .filter(person -> Gatekeeper.voice(
                                question, asker, directory.chooser(person), clock.instant())
                        .isPresent())
                .flatMap(person -> person.identities(SLACK).stream().sorted().limit(1))
                .toList();
    }

    @Override
    public Optional<RunView> run(String id) {
        return stores.runs().load(id).map(this::view);
    }

    private RunView view(Run run) {
        var origin = run.origin();
        return new RunView(
                run.id(),
                origin.agent(),
                title(run),
                mood(run),
                stores.archive().calls(run.id()).stream()
                        .map(call -> step(call, engine.feed().working(run.id(), call.id())))
                        .toList(),
                run.phase() instanceof Phase.Thinking
                        ? engine.feed().speaking(run.id())
                        : Optional.empty(),
                origin.requester(),
                Optional.of(origin.place()));
    }

    private String title(Run run) {
        return stores.runs().messages(run.id(), 0).stream()
                .findFirst()
                .map(m -> m instanceof Message.User u ? u.text() : "")
                .map(Masking::text)
                .orElse("");
    }

    private static Mood mood(Run run) {
        return switch (run.phase()) {
            case Phase.Thinking thinking -> Mood.WORKING;
            case Phase.Acting acting -> run.questions().isEmpty() ? Mood.WORKING : Mood.WAITING;
            case Phase.Resting resting -> Mood.DONE;
            case Phase.Closed closed ->
                closed.end() == Phase.End.CANCELLED ? Mood.STOPPED : Mood.FAILED;
        };
    }

    private static String step(Call call, Optional<String> progress) {
        return call.tool()
                + ": "
                + switch (call.state()) {
                    case CallState.Proposed s -> "proposed";
                    case CallState.Gated s -> "waits for a decision";
                    case CallState.Cleared s -> "cleared";
                    case CallState.Started s ->
                        "running" + progress.map(p -> ", " + Masking.text(p)).orElse("");
                    case CallState.Done done -> done.outcome().error() ? "failed" : "done";
                    case CallState.Refused s -> "not run";
                    case CallState.Lost s -> "outcome unknown";
                    case CallState.Delegated s -> "handed on";
                };
    }

    @Override
    public Home home(Speaker speaker) {
        return workshop.directory().find(speaker) instanceof Found.Known known
                ? home(known.person())
                : Home.UNKNOWN;
    }

    private Home home(Person person) {
        return new Home(
                Optional.of(person.name()),
                person.groups().stream().sorted().toList(),
                engine.questions().openFor(person.name()),
                lines(chatOps.runsOf(Optional.of(person.name()), Optional.empty())),
                running(),
                grants(person.name()),
                recent());
    }

    private List<Granted> grants(String person) {
        return alive(person).map(SlackFrontDesk::granted).toList();
    }

    private Stream<Held> alive(String person) {
        return stores.grants().alive(clock.instant()).stream()
                .filter(held -> held.grant().by().equals(person));
    }

    private static Granted granted(Held held) {
        var scope = held.grant().scope();
        var same = scope.arguments().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, SlackFrontDesk::masked));
        return new Granted(
                held.grant().id(),
                scope.bound().tool(),
                same,
                scope.run(),
                held.left(),
                held.grant().until());
    }

    private static String masked(Map.Entry<String, String> argument) {
        var pair = Masking.text("{\"" + argument.getKey() + "\":" + argument.getValue() + "}");
        return pair.contains(Masking.MASK) ? Masking.MASK : argument.getValue();
    }

    @Override
    public String revoke(Speaker speaker, String grant) {
        if (!(workshop.directory().find(speaker) instanceof Found.Known known)) {
            return "This Slack account is not linked to a person. Nothing has changed.";
        }
        var by = known.person().name();
        var own = alive(by).anyMatch(held -> held.grant().id().equals(grant));
        return own && engine.revoke(grant, by)
                ? "Taken back: later calls are asked about again."
                : "There is no such approval of yours any more. Nothing has changed.";
    }

    private List<RunView> running() {
        return Stream.of("thinking", "acting")
                .flatMap(phase -> chatOps.runsOf(Optional.empty(), Optional.of(phase)).stream())
                .flatMap(line -> run(line.id()).stream())
                .toList();
    }

    private List<Shown> recent() {
        return stores.archive().questions(false, Optional.empty(), RECENT).items().stream()
                .map(Archive.Asked::question)
                .map(q -> engine.questions().find(q.key()))
                .flatMap(Optional::stream)
                .toList();
    }

    private List<RunView> lines(List<Line> lines) {
        return lines.stream()
                .map(line -> run(line.id()))
                .flatMap(Optional::stream)
                .toList();
    }
}
