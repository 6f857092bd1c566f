package dev.countersign.agent.engine;

import dev.countersign.agent.asking.Workshop;
import dev.countersign.agent.engine.work.Acts;
import dev.countersign.agent.family.Family;
import dev.countersign.agent.grant.Grant;
import dev.countersign.agent.grant.Grants;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Effect;
import dev.countersign.agent.run.Outbox;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Postbox;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.agent.run.RunStore;
import dev.countersign.agent.run.RunStore.StoreUnavailable;
import dev.countersign.agent.run.Step;
import dev.countersign.channels.ContactChannel;
import dev.countersign.channels.Inbox;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The engine of all runs: what comes in moves a run, a moved run is kept, and what is kept is
 * acted upon. The loop is flat: each act ends in one event, and each event in one commit.
 */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    /** How long work that is under way may take to come to a known state when the engine stops. */
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Parts parts;
    private final Mover mover;
    private final Thinker thinker;
    private final ToolRunner runner;
    private final Family family;
    private final Grants grants;
    private final Reception reception;
    private final Deciding deciding;
    private final Intake intake;
    private final Dispatcher dispatcher;
    private final Clockwork clockwork;
    private final Acts acts;
    private volatile boolean draining;

    /** Where runs are kept, and what comes in and goes out. */
    public record Stores(
            RunStore runs, Outbox outbox, Postbox postbox, Archive archive, Grants grants) {
        /** A store that keeps no grants; none are found then. */
        public Stores(RunStore runs, Outbox outbox, Postbox postbox, Archive archive) {
            this(runs, outbox, postbox, archive, Grants.NONE);
        }
    }

    public Engine(EngineSettings settings, Workshop workshop, Stores stores) {
        parts = Parts.of(settings, workshop, stores);
        acts = new Acts(settings.crew());
        mover = new Mover(parts, this::kept);
        grants = stores.grants();
        thinker = new Thinker(parts, mover, acts);
        reception = new Reception(parts, mover, stores.archive());
        family = new Family(workshop, stores.runs(), stores.archive(), parts.agents(), moves());
        runner = new ToolRunner(parts, mover, family, acts);
        deciding = new Deciding(parts, mover, stores.archive());
        dispatcher = new Dispatcher(parts, mover, stores.outbox());
        intake = new Intake(parts, stores.postbox(), reception, deciding, dispatcher::sendNow);
        clockwork = new Clockwork(parts, mover, stores.outbox(), acts.underway(), this::resume);
    }

    private Family.Moves moves() {
        return new Family.Moves() {
            @Override
            public Instant now() {
                return mover.now();
            }

            @Override
            public void move(Run run, Function<Run, Optional<RunEvent>> event) {
                mover.move(run, event);
            }

            @Override
            public void begin(Run fresh, RunEvent.Heard words) {
                mover.keep(fresh, mover.plan(fresh, words), Optional.empty());
            }

            @Override
            public void cancel(String run, String by) {
                reception.cancel(run, by);
            }
        };
    }

    /**
     * Starts to work: runs that were left are taken up again first. {@code before} may look at what
     * channels hand in before it is stored.
     */
    public void start(List<ContactChannel> channels, UnaryOperator<Inbox> before) {
        dispatcher.start(
                Stream.concat(channels.stream(), Stream.of(family.line())).toList());
        channels.forEach(channel -> channel.open(before.apply(intake)));
        intake.start();
        clockwork.start();
    }

    public FrontDesk frontDesk() {
        return reception;
    }

    public Questions questions() {
        return deciding;
    }

    public Inbox inbox() {
        return intake;
    }

    public Feed feed() {
        return parts.feed();
    }

    /**
     * Ends a grant before its time; false when there is none that holds. Who did it is on the
     * record of the run in which it was given, for as long as that run is kept.
     */
    public boolean revoke(String id, String by) {
        return held(id).filter(grant -> revoke(grant, by)).isPresent();
    }

    private Optional<Grant> held(String id) {
        return grants.alive(mover.now()).stream()
                .map(Grants.Held::grant)
                .filter(grant -> grant.id().equals(id))
                .findFirst();
    }

    private boolean revoke(Grant grant, String by) {
        return grant.givenIn()
                .flatMap(parts.store()::load)
                .map(run -> mover.move(run, now -> held(grant.id())
                                .map(g -> new RunEvent.Revoked(g, by, mover.now())))
                        .isPresent())
                .orElseGet(() -> grants.revoke(grant.id(), by, mover.now()));
    }

    /**
     * A channel learnt later that a question did not reach its people: a mail came back. Who asked
     * for the work is told, and the question is asked elsewhere where nobody else has it.
     */
    public void undelivered(QuestionKey key, String channel, String why) {
        dispatcher.missed(key, channel, why);
    }

    /** One beat of the clock, for tests that own it: deadlines, leases, runs that are due. */
    public void tick() {
        clockwork.tick();
        dispatcher.wake();
    }

    /** Looks for work at once: another process may have left some. */
    public void wake() {
        intake.wake();
        clockwork.wake();
        dispatcher.wake();
    }

    private void kept(Run before, Run kept, Step step) {
        clockwork.kept(step, kept);
        parts.transcripts().said(kept.id(), before.counts().messages(), step.said());
        step.effects().forEach(effect -> perform(kept, (Effect.Act) effect));
        if (!step.outbox().isEmpty()) {
            dispatcher.wake();
        }
        parts.feed()
                .stir(new Feed.Stirring.Moved(kept.id(), kept.origin().agent(), step.entries()));
    }

    private void perform(Run run, Effect.Act act) {
        switch (act) {
            case Effect.Think think -> {
                // A turn that has not begun is as well begun by whoever goes on.
                if (!draining) {
                    act(run, () -> thinker.think(run));
                }
            }
            case Effect.Execute execute -> act(run, () -> runner.execute(run, execute.call()));
            case Effect.Recall recall -> act(run, () -> family.recall(run, recall.call()));
        }
    }

    private void act(Run run, Runnable work) {
        acts.begin(run.id(), work);
    }

    /** Takes up a run that nobody holds: after a crash, or when a pause is over. */
    private void resume(Run run) {
        switch (run.phase()) {
            case Phase.Thinking thinking -> act(run, () -> thinker.think(run));
            case Phase.Acting acting -> acting.calls().forEach(call -> resume(run, call));
            case Phase.Closed closed -> closed.underway().forEach(call -> resume(run, call));
            case Phase.Resting resting -> {
                // Nothing is owed: the next message continues.
            }
        }
    }

    private void resume(Run run, Call call) {
        if (call.state() instanceof CallState.Started && !runner.isRunning(run, call)) {
            act(run, () -> runner.recover(run, call));
        } else if (call.state() instanceof CallState.Delegated
                && run.phase() instanceof Phase.Closed) {
            act(run, () -> family.recall(run, call.id()));
        } else if (call.state() instanceof CallState.Proposed
                || call.state() instanceof CallState.Cleared) {
            act(run, () -> clockwork.again(run, call));
        }
    }

    /** Another process has moved this run: who watches it looks. */
    public void movedElsewhere(String run) {
        parts.feed().stir(new Feed.Stirring.Elsewhere(run));
    }

    /** Other processes may have moved any run, or left it: everybody looks. */
    public void lookAround() {
        wake();
        parts.feed().stirAll();
    }

    /**
     * Stops taking work. What is under way comes to a known state, and what this process held is
     * free at once for the others, or for the next start.
     */
    @Override
    public void close() {
        draining = true;
        intake.close();
        clockwork.close();
        dispatcher.close();
        mover.stop();
        try {
            if (acts.end(DRAIN)) {
                release();
            } else {
                LOG.warn(
                        "{} runs were still at work after {} s; they are taken up when their"
                                + " leases end",
                        acts.underway().runs().size(),
                        DRAIN.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        acts.stop();
    }

    private void release() {
        try {
            parts.store().release(parts.settings().owner(), mover.now());
        } catch (StoreUnavailable away) {
            LOG.warn(
                    "what was held here could not be freed: {}; it is taken up when the leases end",
                    away.getMessage());
        }
    }
}
