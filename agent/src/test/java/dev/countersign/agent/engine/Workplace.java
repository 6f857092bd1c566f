package dev.countersign.agent.engine;

import dev.countersign.agent.asking.Workshop;
import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.ChannelSpec;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.engine.Checkpoint.Point;
import dev.countersign.agent.engine.FrontDesk.Answer;
import dev.countersign.agent.engine.FrontDesk.Words;
import dev.countersign.agent.engine.work.Crew;
import dev.countersign.agent.gate.Directory;
import dev.countersign.agent.gate.Groups;
import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.Toolbox;
import dev.countersign.agent.tool.people.AskUser;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Person;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A whole engine on a store, with a model that is told what to say. */
final class Workplace extends Choosing implements Workshop, AutoCloseable {
    static final String DEFAULT_AGENT = "helper";

    final SetClock clock = new SetClock();
    final Engine.Stores stores;
    private final List<Tool> tools = new CopyOnWriteArrayList<>(List.of(new AskUser()));
    private final Map<String, Pigeon> pigeons = new LinkedHashMap<>();
    private final Map<String, ChannelSpec> ways = new ConcurrentHashMap<>();
    private final Set<Point> fatal = ConcurrentHashMap.newKeySet();
    private List<String> agentWays = List.of();
    private boolean dismissed;
    private Run.Budget budget = Run.Budget.NONE;
    private volatile Model model = prompt -> says("Done.");
    private final Optional<OneByOne> alone;
    private volatile Known known = new Known(List.of(), new Directory(List.of(), Groups.NONE));
    private int processes;
    private Wire wire;
    private Engine engine;

    Workplace() {
        this(EngineStores.IN_MEMORY);
    }

    Workplace(EngineStores kept) {
        this(kept, Optional.empty());
    }

    /** Where one is given, everything happens one by one. */
    Workplace(EngineStores kept, Optional<OneByOne> alone) {
        this.alone = alone;
        stores = kept.open(clock);
        person("ana");
        person("dana", "approvers");
        person("li", "oncall");
        open();
    }

    private record Known(List<Person> people, Directory directory) {}

    private void open() {
        wire = alone.map(one -> new Wire(stores, one::meanwhile)).orElse(new Wire(stores));
        var mine = wire;
        engine = new Engine(
                EngineSettings.of("me" + ++processes, clock)
                        .at(point -> {
                            if (fatal.remove(point)) {
                                mine.cut();
                                throw new Wire.Killed();
                            }
                        })
                        .by(alone.<Crew>map(one -> one).orElse(Crew.THREADS)),
                this,
                wire.near());
        if (!pigeons.isEmpty() || !colleagues.isEmpty()) {
            engine.start(List.copyOf(pigeons.values()), UnaryOperator.identity());
        }
    }

    /** The process will end at its next passing of this point. */
    void diesAt(Point point) {
        fatal.add(point);
    }

    /** Ends the process now, in the middle of whatever it does. */
    void dies() {
        wire.cut();
    }

    Wire wire() {
        return wire;
    }

    /** When the process is dead and its leases are over, another takes up its work. */
    void anotherTakesOver() {
        patiently().until(wire::isCut);
        engine.close();
        takesOver();
    }

    /** What the dead process held is taken up when its leases are over. */
    void takesOver() {
        fatal.clear();
        open();
        passes(Duration.ofSeconds(31));
    }

    /** Another process beside this one, on the same store. */
    Engine another() {
        return new Engine(EngineSettings.of("other", clock), this, stores);
    }

    /** The process is stopped in good order and started again. */
    void restarts() {
        engine.close();
        open();
        engine.tick();
    }

    /** A channel, and a named way that leads to one place in it. */
    Pigeon reaches(String channel, Optional<String> scheme, String place) {
        var pigeon = new Pigeon(channel, scheme);
        pigeons.put(channel, pigeon);
        ways.put(channel, new ChannelSpec(channel, channel, place, Map.of()));
        engine.close();
        open();
        return pigeon;
    }

    @Override
    void colleague(String name, Model mind, String... bosses) {
        super.colleague(name, mind, bosses);
        restarts();
    }

    void forgets(String way) {
        ways.remove(way);
    }

    void agentMaySpend(Run.Budget most) {
        budget = most;
    }

    void agentAsksBy(String... names) {
        agentWays = List.of(names);
    }

    /** Takes the document of the agent away. */
    void dismissesAgent() {
        dismissed = true;
    }

    void passes(Duration time) {
        clock.passes(time);
        engine.tick();
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
        model = taking(turns);
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
        return stores.runs().load(id).orElseThrow();
    }

    Run until(String id, Predicate<Run> condition) {
        patiently().until(() -> stores.runs().load(id).filter(condition).isPresent());
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
        return stores.archive().calls(id);
    }

    List<String> results(String id) {
        return stores.runs().messages(id, 0).stream()
                .filter(Message.Result.class::isInstance)
                .map(m -> ((Message.Result) m).text())
                .toList();
    }

    List<Entry> record(String run, Entry.Kind kind) {
        return stores.archive().record(run, 1).stream()
                .map(Archive.Recorded::entry)
                .filter(entry -> entry.kind() == kind)
                .toList();
    }

    @Override
    Engine engine() {
        return engine;
    }

    @Override
    public Snapshot catalog() {
        var agent = new AgentSpec(
                DEFAULT_AGENT, "", "m", "Be careful.", List.of(), policy, agentWays, true, budget);
        var agents = dismissed ? Map.<String, AgentSpec>of() : with(agent);
        return new Snapshot(agents, Map.of(), policies, people, ways, Map.of(), List.of());
    }

    @Override
    public Directory directory() {
        var now = List.copyOf(people.values());
        if (!now.equals(known.people())) {
            known = new Known(now, new Directory(now, Groups.NONE));
        }
        return known.directory();
    }

    @Override
    public Toolbox tools(AgentSpec agent) {
        return new Toolbox(box(agent, tools));
    }

    @Override
    public Optional<Model> model(AgentSpec agent) {
        return Optional.of(mind(agent, model));
    }

    @Override
    public Map<String, Optional<String>> channels() {
        return pigeons.values().stream()
                .collect(Collectors.toMap(Pigeon::name, Pigeon::asksEachBy));
    }

    @Override
    public void close() {
        engine.close();
    }
}
