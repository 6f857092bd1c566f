package dev.countersign.agent.engine;

import static org.awaitility.Awaitility.await;

import dev.countersign.agent.asking.Workshop;
import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.engine.FrontDesk.Answer;
import dev.countersign.agent.engine.FrontDesk.Words;
import dev.countersign.agent.gate.Directory;
import dev.countersign.agent.gate.Groups;
import dev.countersign.agent.gate.Policy;
import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.MapStore;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Message.Proposal;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.tool.AskUser;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.Toolbox;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Person;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions.Reply;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A whole engine on a store in memory, with a model that is told what to say. */
final class Workplace implements Workshop, AutoCloseable {
    static final String DEFAULT_AGENT = "helper";

    final SetClock clock = new SetClock();
    final MapStore store = new MapStore(clock);
    private final AtomicInteger deliveries = new AtomicInteger();
    private final List<Tool> tools = new ArrayList<>(List.of(new AskUser()));
    private final Map<String, Person> people = new HashMap<>();
    private final Map<String, Policy> policies = new HashMap<>();
    private Optional<String> policy = Optional.empty();
    private volatile Model model = prompt -> says("Done.");
    private Engine engine;

    Workplace() {
        person("ana");
        person("dana", "approvers");
        person("li", "oncall");
        open();
    }

    void open() {
        engine = new Engine(
                EngineSettings.of("me", clock),
                this,
                new Engine.Stores(store, store.outbox(), store.postbox(), store.archive()));
    }

    void person(String name, String... groups) {
        people.put(name, new Person(name, Set.of(groups), Map.of("slack", Set.of("U-" + name))));
    }

    void under(Policy rules) {
        policies.put(rules.name(), rules);
        policy = Optional.of(rules.name());
    }

    <T extends Tool> T with(T tool) {
        tools.add(tool);
        return tool;
    }

    void without(Tool tool) {
        tools.remove(tool);
    }

    void thinks(Model how) {
        model = how;
    }

    /** Takes these turns one after the other; each says what it was told last. */
    void takes(Turn... turns) {
        var next = new AtomicInteger();
        model = prompt -> turns[Math.min(next.getAndIncrement(), turns.length - 1)];
    }

    static Turn says(String text) {
        return new Turn(new Message.Assistant(text, List.of(), ""), 1, 1);
    }

    static Turn calls(Proposal... proposals) {
        return new Turn(new Message.Assistant("I will.", List.of(proposals), ""), 1, 1);
    }

    static Proposal call(String tool, String arguments) {
        return new Proposal("", tool, arguments);
    }

    String hears(String text) {
        return hears(text, "ana");
    }

    String hears(String text, String person) {
        int n = deliveries.incrementAndGet();
        var words = new Words(
                DEFAULT_AGENT,
                text,
                person,
                new Conversation("api", "p" + n),
                new DeliveryId("api", "d" + n));
        return ((Answer.Taken) engine.frontDesk().say(words)).run();
    }

    Run run(String id) {
        return store.load(id).orElseThrow();
    }

    Run until(String id, Predicate<Run> condition) {
        await().atMost(Duration.ofSeconds(5)).until(() -> condition.test(run(id)));
        return run(id);
    }

    Run rests(String id) {
        return until(id, run -> run.phase() instanceof Phase.Resting);
    }

    Question asks(String id) {
        return until(id, run -> !run.questions().isEmpty()).questions().getFirst();
    }

    String answer(String id) {
        return ((Phase.Resting) rests(id).phase()).answer();
    }

    List<Call> calls(String id) {
        return store.archive().calls(id);
    }

    List<String> results(String id) {
        return store.messages(id, 0).stream()
                .filter(Message.Result.class::isInstance)
                .map(m -> ((Message.Result) m).text())
                .toList();
    }

    Reply approves(String person, QuestionKey key) {
        return chooses(person, key, new Choice.Approve(Optional.empty()));
    }

    Reply rejects(String person, QuestionKey key, String reason) {
        return chooses(person, key, new Choice.Reject(Optional.of(reason)));
    }

    Reply chooses(String person, QuestionKey key, Choice choice) {
        return chooses(person, key, OptionalInt.empty(), choice);
    }

    Reply chooses(String person, QuestionKey key, OptionalInt version, Choice choice) {
        return engine.questions()
                .decide(new Inbound.Chose(
                        new DeliveryId("api", "c" + deliveries.incrementAndGet()),
                        Speaker.signedIn(person, "api"),
                        new Conversation("api", "x"),
                        key,
                        version,
                        choice));
    }

    Engine engine() {
        return engine;
    }

    @Override
    public Snapshot catalog() {
        var agent = new AgentSpec(
                DEFAULT_AGENT, "", "m", "Be careful.", List.of(), policy, List.of(), true);
        return new Snapshot(
                Map.of(agent.name(), agent),
                Map.of(),
                policies,
                people,
                Map.of(),
                Map.of(),
                List.of());
    }

    @Override
    public Directory directory() {
        return new Directory(people.values(), Groups.NONE);
    }

    @Override
    public Toolbox tools(AgentSpec agent) {
        return new Toolbox(tools);
    }

    @Override
    public Optional<Model> model(AgentSpec agent) {
        return Optional.of(prompt -> model.think(prompt));
    }

    @Override
    public Map<String, Optional<String>> channels() {
        return Map.of();
    }

    @Override
    public void close() {
        engine.close();
    }
}
