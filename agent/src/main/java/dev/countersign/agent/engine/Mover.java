package dev.countersign.agent.engine;

import dev.countersign.agent.asking.Judge;
import dev.countersign.agent.asking.Judge.Objection;
import dev.countersign.agent.asking.Workshop;
import dev.countersign.agent.engine.work.Patience;
import dev.countersign.agent.machine.RunMachine;
import dev.countersign.agent.recall.Agents;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.CallState.Clearance;
import dev.countersign.agent.run.Effect;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Ruling;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.agent.run.RunStore;
import dev.countersign.agent.run.RunStore.Commit;
import dev.countersign.agent.run.RunStore.Lease;
import dev.countersign.agent.run.RunStore.StaleRun;
import dev.countersign.agent.run.Step;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Outbound;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Moves runs: asks the machine, looks where it wants to be looked before the commit, commits, and
 * hands on what is to be done after it. Every change of a run goes through here.
 */
final class Mover {
    private static final Logger LOG = LoggerFactory.getLogger(Mover.class);
    /** Losing a race is normal; losing this often in a row is not. */
    private static final int RACES = 100;

    private static final Set<Entry.Kind> TURNS =
            Set.of(Entry.Kind.SAID, Entry.Kind.ASKED, Entry.Kind.CLOSED);

    private final RunMachine machine;
    private final Judge judge;
    private final Agents agents;
    private final RunStore store;
    private final EngineSettings settings;
    private final Aftermath aftermath;
    private final Workshop workshop;
    private final Patience patience = new Patience();

    Mover(Parts parts, Aftermath aftermath) {
        this.machine = new RunMachine(parts.settings().limits());
        this.judge = parts.judge();
        this.agents = parts.agents();
        this.store = parts.store();
        this.settings = parts.settings();
        this.aftermath = aftermath;
        this.workshop = parts.workshop();
    }

    /** What is done once a step is kept. */
    interface Aftermath {
        void kept(Run before, Run kept, Step step);
    }

    Instant now() {
        return settings.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The machine's step, with the answers of everything that it wanted to be looked up. */
    Step plan(Run run, RunEvent event) {
        return looked(machine.next(run, event));
    }

    /** What a call that was left before its start becomes when it is looked at again. */
    Step again(Run run, Effect.Look look) {
        return looked(Step.stay(run).leaving(List.of(look)));
    }

    private Step looked(Step planned) {
        var step = planned;
        for (var look = firstLook(step); look.isPresent(); look = firstLook(step)) {
            var rest = new ArrayList<>(step.effects());
            rest.remove(look.get());
            var seen = look(step, look.get());
            step = step.leaving(rest).then(machine.next(step.run(), seen));
        }
        return step;
    }

    /** A plan that goes on with another event before it is kept. */
    Step plan(Step step, RunEvent event) {
        return step.then(plan(step.run(), event));
    }

    private static Optional<Effect.Look> firstLook(Step step) {
        return step.effects().stream()
                .filter(Effect.Look.class::isInstance)
                .map(Effect.Look.class::cast)
                .findFirst();
    }

    private RunEvent look(Step step, Effect.Look look) {
        return switch (look) {
            case Effect.Judge wanted ->
                new RunEvent.Judged(wanted.call(), ruling(step, wanted.call()), now());
            case Effect.Verify wanted -> verified(step, wanted.call());
        };
    }

    private Ruling ruling(Step step, String id) {
        var run = step.run();
        var call = run.call(id).orElseThrow();
        try {
            return judge.rule(run, agents.of(run), call, step.grants(), now());
        } catch (RuntimeException e) {
            LOG.error(
                    "run {} call {} {} could not be judged; it is not run",
                    run.id(),
                    id,
                    call.tool(),
                    e);
            return new Ruling.Invalid(
                    "The tool call could not be judged because of an error in Countersign or the"
                            + " tool. It was not run.");
        }
    }

    private RunEvent verified(Step step, String id) {
        var call = step.run().call(id).orElseThrow();
        var objection =
                judge.objection(step.run(), agents.of(step.run()), call, decided(step, call));
        if (objection.isEmpty()) {
            return judge.handOut(step.run(), agents.of(step.run()), call, now())
                    .<RunEvent>map(asked -> new RunEvent.HandedOut(id, asked, now()))
                    .orElseGet(() -> new RunEvent.Verified(id, now()));
        }
        return switch (objection.get()) {
            case Objection.Changed changed -> new RunEvent.Changed(id, changed.what(), now());
            case Objection.Stricter stricter -> new RunEvent.Moved(id, stricter.what(), now());
        };
    }

    private static Optional<Question> decided(Step step, Call call) {
        return call.state() instanceof CallState.Cleared cleared
                        && cleared.by() instanceof Clearance.ByDecision decision
                ? step.settled().stream()
                        .filter(q -> q.key().equals(decision.question()))
                        .reduce((first, last) -> last)
                : Optional.empty();
    }

    /** Keeps a plan and sets going what it wants done. */
    Run keep(Run before, Step step, Optional<DeliveryId> cause) {
        var reachable = judge.reachable(announced(step));
        var passage = Checkpoint.Passage.of(reachable);
        settings.checkpoint().reached(passage.before());
        var kept = store.commit(
                new Commit(before, reachable, lease(step.run()), due(step.run()), cause));
        settings.checkpoint().reached(passage.after());
        aftermath.kept(before, kept, reachable);
        return kept;
    }

    /** A run that begins, goes on, waits or ends says so, where such things are shown. */
    private Step announced(Step step) {
        var place = step.run().origin().place();
        var turns = step.entries().stream().map(Entry::kind).anyMatch(TURNS::contains);
        if (!turns || !workshop.showsProgress(place.channel())) {
            return step;
        }
        var messages = new ArrayList<>(step.outbox());
        messages.add(new Outbound.Progress(place, step.run().id(), ""));
        return step.sending(messages);
    }

    /** Somebody works on the run next, so it is held until they are done or dead. */
    private Optional<Lease> lease(Run run) {
        return busy(run)
                ? Optional.of(new Lease(settings.owner(), now().plus(settings.lease())))
                : Optional.empty();
    }

    private static boolean busy(Run run) {
        return switch (run.phase()) {
            case Phase.Thinking thinking -> thinking.notBefore().isEmpty();
            case Phase.Acting acting -> acting.calls().stream().anyMatch(Mover::busy);
            case Phase.Closed closed -> !closed.underway().isEmpty();
            case Phase.Resting resting -> false;
        };
    }

    private static boolean busy(Call call) {
        return switch (call.state()) {
            case CallState.Proposed s -> true;
            case CallState.Cleared s -> true;
            case CallState.Started s -> true;
            case CallState.Gated s -> false;
            case CallState.Done s -> false;
            case CallState.Refused s -> false;
            case CallState.Lost s -> false;
            case CallState.Delegated s -> false;
        };
    }

    private static Optional<Instant> due(Run run) {
        return run.phase() instanceof Phase.Thinking thinking
                ? thinking.notBefore()
                : Optional.empty();
    }

    /**
     * Moves a run as long as somebody else is faster: {@code event} says what happens to the run
     * as it is then, or nothing.
     */
    Optional<Run> move(Run run, Function<Run, Optional<RunEvent>> event) {
        Run current = run;
        for (int race = 0; race < RACES; race++) {
            var happens = event.apply(current);
            if (happens.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(keep(current, plan(current, happens.get()), Optional.empty()));
            } catch (StaleRun stale) {
                LOG.debug(
                        "run {} commit at version {} came second; reloading and asking the"
                                + " machine again",
                        run.id(),
                        current.version());
                current = store.load(run.id()).orElseThrow(() -> stale);
            }
        }
        throw new IllegalStateException(
                "run " + run.id() + " lost " + RACES + " races in a row; its event is dropped");
    }

    /**
     * As {@link #move}, for what exists nowhere else: a turn that was thought, a tool that has run.
     * While the store is away this waits for it.
     */
    void insist(Run run, Function<Run, Optional<RunEvent>> event) {
        patience.until("run " + run.id() + " has moved, which", () -> move(run, event));
    }

    /** Nobody waits for a store that is away any longer. */
    void stop() {
        patience.end();
    }
}
