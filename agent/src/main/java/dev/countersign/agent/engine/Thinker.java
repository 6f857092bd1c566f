package dev.countersign.agent.engine;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.engine.Checkpoint.Point;
import dev.countersign.agent.machine.Told;
import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.recall.Fitting;
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
import java.util.concurrent.TimeoutException;

/** Takes model turns, one at a time for each run. */
final class Thinker {
    private static final Logger LOG = LoggerFactory.getLogger(Thinker.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    private final Parts parts;
    private final Mover mover;
    private final Fitting fitting = new Fitting();
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
            parts.feed().hushed(run.id());
            thinking.remove(run.id());
        }
        mover.insist(
                run,
                now -> now.phase() instanceof Phase.Thinking
                        ? Optional.of(event)
                        : Optional.empty());
    }

    private RunEvent turn(Run run) {
        var patience = Model.Patience.USUAL;
        try {
            var agent = parts.agents().of(run);
            var budget = parts.purse().of(run, agent);
            var usedUp = budget.usedUp(run.counts());
            if (usedUp.isPresent()) {
                return stumbled(run, Told.budgetIsUsed(usedUp.get()), Optional.empty());
            }
            var model = parts.workshop().model(agent);
            if (model.isEmpty()) {
                return stumbled(run, "Model " + agent.model() + " is not there", patience);
            }
            patience = model.get().patience();
            var messages = parts.transcripts().of(run.id(), run.counts().messages());
            var turn = fitting.ask(
                    agent.model(),
                    messages,
                    shown -> inTime(model.get(), prompt(run, agent, shown)));
            return new RunEvent.Turned(
                    turn.message(),
                    messages.size(),
                    turn.bill(),
                    budget,
                    turn.notes(),
                    mover.now());
        } catch (ModelFailure failure) {
            return stumbled(run, failure, patience);
        } catch (RuntimeException e) {
            LOG.error(
                    "run {} model turn failed in a way nobody foresaw; trying again later",
                    run.id(),
                    e);
            return stumbled(run, "The model could not be asked: " + e.getMessage(), patience);
        }
    }

    /** A model that takes too long is given up, whatever its own limits are. */
    private Turn inTime(Model model, Prompt prompt) throws ModelFailure {
        var limit = model.patience().turn().orElse(parts.settings().modelCall());
        try {
            return parts.settings().crew().within(limit, "model", () -> model.think(prompt));
        } catch (TimeoutException e) {
            var why = "The model did not answer within " + Told.words(limit);
            throw new ModelFailure(why, ModelFailure.Kind.DOWN, Optional.empty(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var why = "Countersign was stopped";
            throw new ModelFailure(why, ModelFailure.Kind.DOWN, Optional.empty(), e);
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
                parts.feed().listening(run.id()));
    }

    /** Where the provider says how long to wait, that is how long is waited. */
    private RunEvent stumbled(Run run, ModelFailure failure, Model.Patience patience) {
        if (!failure.retryable() || failures(run) > patience.retries()) {
            return stumbled(run, failure.getMessage(), Optional.empty());
        }
        var wait = failure.after().orElse(pause(failures(run)));
        return stumbled(run, failure.getMessage(), Optional.of(mover.now().plus(wait)));
    }

    private RunEvent stumbled(Run run, String why, Model.Patience patience) {
        return stumbled(run, new ModelFailure(why, ModelFailure.Kind.DOWN), patience);
    }

    private RunEvent.Stumbled stumbled(Run run, String why, Optional<Instant> again) {
        LOG.warn(
                "run {} model turn failed: {}; {}",
                run.id(),
                why,
                again.map(t -> "trying again at " + t).orElse("the run is closed"));
        return new RunEvent.Stumbled(why, again, mover.now());
    }

    /** How often in a row the run has stumbled now. */
    private static int failures(Run run) {
        return run.phase() instanceof Phase.Thinking t ? t.failures() + 1 : 1;
    }

    private static Duration pause(int failures) {
        var pause = Duration.ofSeconds(1L << Math.min(failures, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
