package dev.countersign.agent.family;

import dev.countersign.agent.asking.Lineage;
import dev.countersign.agent.asking.Workshop;
import dev.countersign.agent.recall.Agents;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState.Delegated;
import dev.countersign.agent.run.CallState.Outcome;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.Run.Parent;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.agent.run.RunStore;
import dev.countersign.agent.run.RunStore.StaleRun;
import dev.countersign.agent.tool.Delegating;
import dev.countersign.channels.ContactChannel;
import dev.countersign.channels.Conversation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs that work for calls of other runs: each is started once, and stopped with its call. */
public final class Family {
    private static final Logger LOG = LoggerFactory.getLogger(Family.class);

    /** Starts within one family come one after the other, so that they count each other. */
    private static final int LANES = 64;

    private final List<ReentrantLock> lanes =
            Stream.generate(ReentrantLock::new).limit(LANES).toList();
    private final Workshop workshop;
    private final RunStore runs;
    private final Archive archive;
    private final Agents agents;
    private final Moves moves;

    public Family(Workshop workshop, RunStore runs, Archive archive, Agents agents, Moves moves) {
        this.workshop = workshop;
        this.runs = runs;
        this.archive = archive;
        this.agents = agents;
        this.moves = moves;
    }

    /** How runs are moved. */
    public interface Moves {
        Instant now();

        /** Moves a run, as long as somebody else is faster, by what happens to it as it is then. */
        void move(Run run, Function<Run, Optional<RunEvent>> event);

        /** Keeps the first step of a run. */
        void begin(Run fresh, RunEvent.Heard words);

        /** Stops a run for good. */
        void cancel(String run, String by);
    }

    /** Where child runs answer. */
    public ContactChannel line() {
        return new ParentLine(runs, moves);
    }

    /**
     * Hands a started call to a run of its own. A run that is there already, because a process died
     * before it could say so, is the same one.
     */
    public RunEvent begin(Run run, Call call, Delegating tool) {
        var lane = lanes.get(Math.floorMod(run.root().hashCode(), LANES));
        lane.lock();
        try {
            return begun(run, call, tool);
        } finally {
            lane.unlock();
        }
    }

    private RunEvent begun(Run run, Call call, Delegating tool) {
        var id = run.child(call.id());
        if (runs.load(id).isEmpty()) {
            var problem = problem(run, tool);
            if (problem.isPresent()) {
                return new RunEvent.Finished(
                        call.id(), new Outcome(problem.get(), true), moves.now());
            }
            start(run, call, tool);
        }
        return new RunEvent.HandedOver(call.id(), id, moves.now());
    }

    private Optional<String> problem(Run run, Delegating tool) {
        if (run.phase() instanceof Phase.Closed) {
            return Optional.of("The run was stopped before the agent had begun.");
        }
        if (!workshop.catalog().agents().containsKey(tool.agent())) {
            return Optional.of(
                    "There is no agent " + tool.agent() + " any more. Nothing was" + " delegated.");
        }
        var most = Lineage.FAMILY_RUNS;
        return Lineage.problem(run, tool.agent())
                .or(() -> archive.family(run.root(), most).size() >= most
                        ? Optional.of(Lineage.tooMany())
                        : Optional.empty());
    }

    private void start(Run run, Call call, Delegating tool) {
        var agent = workshop.catalog().agents().get(tool.agent());
        var origin = run.origin();
        var parent = new Parent(
                run.root(), run.id(), call.id(), Lineage.carriedOn(run), origin.people());
        var child = Run.fresh(
                run.child(call.id()),
                new Run.Origin(
                        agent.name(),
                        agents.freeze(agent),
                        origin.requester(),
                        new Conversation(Parent.LINE, run.id() + "/" + call.id()),
                        moves.now(),
                        Optional.of(parent)));
        var words = tool.task(call.arguments());
        try {
            moves.begin(child, new RunEvent.Heard(words, "agent " + origin.agent(), moves.now()));
            LOG.info(
                    "run {} call {} delegated to agent {} as run {}; waiting for its answer",
                    run.id(),
                    call.id(),
                    agent.name(),
                    child.id());
        } catch (StaleRun somebodyWasFaster) {
            LOG.debug("run {} is there already", child.id());
        }
    }

    /**
     * Stops what was delegated by a run that has ended. What has answered is left alone: its answer
     * is on its way.
     */
    public void recall(Run run, String call) {
        var delegated = run.call(call).filter(c -> c.state() instanceof Delegated);
        if (delegated.isEmpty()) {
            return;
        }
        var child = runs.load(run.child(call));
        if (child.isEmpty()) {
            var never = new Outcome("The agent had not begun.", true);
            moves.move(run, now -> now.call(call)
                    .filter(c -> c.state() instanceof Delegated)
                    .map(c -> new RunEvent.Finished(call, never, moves.now())));
        } else if (child.get().phase() instanceof Phase.Thinking
                || child.get().phase() instanceof Phase.Acting) {
            moves.cancel(child.get().id(), who(run));
        }
    }

    /** Who stopped the run, as its record has it. */
    private String who(Run run) {
        return archive.record(run.id(), 1).stream()
                .map(Archive.Recorded::entry)
                .filter(entry -> entry.kind() == Entry.Kind.CLOSED)
                .flatMap(entry -> entry.by().stream())
                .reduce((first, last) -> last)
                .orElse(run.origin().requester());
    }
}
