package dev.countersign.agent.engine;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.engine.Checkpoint.Point;
import dev.countersign.agent.machine.Told;
import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunEvent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes model turns, one at a time for each run. */
final class Thinker {
    private static final Logger LOG = LoggerFactory.getLogger(Thinker.class);
    /** After this many failures in a row the run is closed as failed. */
    private static final int TRIES = 6;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    private final Parts parts;
    private final Mover mover;
    private final Set<String> thinking = ConcurrentHashMap.newKeySet();

    Thinker(Parts parts, Mover mover) {
        this.parts = parts;
        this.mover = mover;
    }

    /**
     * Thinks about the run. A turn that is under way is not doubled: when it comes back too old,
     * the machine asks for another.
     */
    void think(Run run) {
        if (!thinking.add(run.id())) {
            return;
        }
        RunEvent event;
        try {
            parts.settings().checkpoint().reached(Point.BEFORE_TURN);
            event = turn(run);
        } finally {
            thinking.remove(run.id());
        }
        mover.move(run, now -> Optional.of(event));
    }

    private RunEvent turn(Run run) {
        try {
            var agent = parts.agents().of(run);
            var model = parts.workshop().model(agent);
            if (model.isEmpty()) {
                return stumbled(run, "Model " + agent.model() + " is not there", true);
            }
            var messages = parts.transcripts().of(run.id(), run.counts().messages());
            var turn = inTime(model.get(), prompt(run, agent, messages));
            return new RunEvent.Turned(turn.message(), messages.size(), mover.now());
        } catch (ModelFailure failure) {
            return stumbled(run, failure);
        } catch (RuntimeException e) {
            LOG.error(
                    "run {} model turn failed in a way nobody foresaw; trying again later",
                    run.id(),
                    e);
            return stumbled(run, "The model could not be asked: " + e.getMessage(), true);
        }
    }

    /** A model that takes too long is given up, whatever its own limits are. */
    private Turn inTime(Model model, Prompt prompt) throws ModelFailure {
        var task = new FutureTask<>(() -> model.think(prompt));
        var thread = Thread.ofVirtual().name("model").start(task);
        var limit = parts.settings().modelCall();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            var why = "The model did not answer within " + Told.words(limit);
            throw new ModelFailure(why, true, Optional.empty(), e);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new ModelFailure("Countersign was stopped", true, Optional.empty(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ModelFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Prompt prompt(Run run, AgentSpec agent, List<Message> messages) {
        return new Prompt(
                agent.system(),
                messages,
                parts.workshop().tools(agent).specs(),
                text -> parts.feed().stir(new Feed.Stirring.Speaking(run.id(), text)));
    }

    private RunEvent stumbled(Run run, ModelFailure failure) {
        var event = stumbled(run, failure.getMessage(), failure.retryable());
        return failure.after()
                .filter(after -> event.again().isPresent())
                .<RunEvent>map(after -> new RunEvent.Stumbled(
                        failure.getMessage(), Optional.of(mover.now().plus(after)), mover.now()))
                .orElse(event);
    }

    private RunEvent.Stumbled stumbled(Run run, String why, boolean retryable) {
        int failures = run.phase() instanceof Phase.Thinking t ? t.failures() + 1 : 1;
        Optional<Instant> again = retryable && failures < TRIES
                ? Optional.of(mover.now().plus(pause(failures)))
                : Optional.empty();
        LOG.warn(
                "run {} model turn failed: {}; {}",
                run.id(),
                why,
                again.map(t -> "trying again at " + t).orElse("the run is closed"));
        return new RunEvent.Stumbled(why, again, mover.now());
    }

    private static Duration pause(int failures) {
        var pause = Duration.ofSeconds(1L << Math.min(failures, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
