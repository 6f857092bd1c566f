package dev.countersign.agent.engine;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.engine.Checkpoint.Point;
import dev.countersign.agent.engine.work.Acts;
import dev.countersign.agent.engine.work.Ended;
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

/** Takes model turns, one at a time for each run. */
final class Thinker {
    private static final Logger LOG = LoggerFactory.getLogger(Thinker.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    private final Parts parts;
    private final Mover mover;
    private final Acts acts;
    private final Fitting fitting = new Fitting();
    private final Set<String> thinking = ConcurrentHashMap.newKeySet();

    Thinker(Parts parts, Mover mover, Acts acts) {
        this.parts = parts;
        this.mover = mover;
        this.acts = acts;
    }

    /**
     * Thinks about the run. A turn that is under way is not doubled: when it comes back too old,
     * the machine asks for another.
     */
    void think(Run run) {
        parts.settings().checkpoint().reached(Point.BEFORE_TURN);
        if (!thinking.add(run.id())) {
            return;
        }
        switch (begin(run)) {
            case Start.Ready ready ->
                acts.within(
                        ready.limit(parts.settings().modelCall()),
                        run.id(),
                        () -> ask(run, ready),
                        ended -> keep(run, event(run, ready, ended)));
            case Start.Stumbled stumbled -> keep(run, stumbled.event());
        }
    }

    private void keep(Run run, RunEvent event) {
        parts.feed().hushed(run.id());
        thinking.remove(run.id());
        mover.insist(
                run,
                now -> now.phase() instanceof Phase.Thinking
                        ? Optional.of(event)
                        : Optional.empty());
    }

    /** A turn that can be taken, or why not. */
    private sealed interface Start {
        record Ready(AgentSpec agent, Run.Budget budget, Model model, List<Message> messages)
                implements Start {
            /** A model that takes too long is given up, whatever its own limits are. */
            Duration limit(Duration usual) {
                return model.patience().turn().orElse(usual);
            }
        }

        record Stumbled(RunEvent event) implements Start {}
    }

    private Start begin(Run run) {
        try {
            var agent = parts.agents().of(run);
            var budget = parts.purse().of(run, agent);
            var usedUp = budget.usedUp(run.counts());
            if (usedUp.isPresent()) {
                return new Start.Stumbled(
                        stumbled(run, Told.budgetIsUsed(usedUp.get()), Optional.empty()));
            }
            return parts.workshop()
                    .model(agent)
                    .<Start>map(model -> new Start.Ready(agent, budget, model, messages(run)))
                    .orElseGet(() -> new Start.Stumbled(down(
                            run,
                            "Model " + agent.model() + " is not there",
                            Model.Patience.USUAL)));
        } catch (RuntimeException e) {
            return new Start.Stumbled(unforeseen(run, e, Model.Patience.USUAL));
        }
    }

    private List<Message> messages(Run run) {
        return parts.transcripts().of(run.id(), run.counts().messages());
    }

    private Turn ask(Run run, Start.Ready ready) throws ModelFailure {
        var agent = ready.agent();
        return fitting.ask(agent.model(), ready.messages(), shown -> ready.model()
                .think(prompt(run, agent, shown)));
    }

    private RunEvent event(Run run, Start.Ready ready, Ended<Turn> ended) {
        var patience = ready.model().patience();
        return switch (ended) {
            case Ended.Gave<Turn>(var turn) ->
                new RunEvent.Turned(
                        turn.message(),
                        ready.messages().size(),
                        turn.bill(),
                        ready.budget(),
                        turn.notes(),
                        mover.now());
            case Ended.Failed<Turn>(ModelFailure failure) -> stumbled(run, failure, patience);
            case Ended.Failed<Turn>(var cause) -> unforeseen(run, cause, patience);
            case Ended.Stopped<Turn> stopped -> down(run, "Countersign was stopped", patience);
            case Ended.GivenUp<Turn> late -> {
                var limit = Told.words(ready.limit(parts.settings().modelCall()));
                yield down(run, "The model did not answer within " + limit, patience);
            }
        };
    }

    private RunEvent unforeseen(Run run, Throwable cause, Model.Patience patience) {
        LOG.error(
                "run {} model turn failed in a way nobody foresaw; trying again later",
                run.id(),
                cause);
        return down(run, "The model could not be asked: " + cause.getMessage(), patience);
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

    private RunEvent down(Run run, String why, Model.Patience patience) {
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
