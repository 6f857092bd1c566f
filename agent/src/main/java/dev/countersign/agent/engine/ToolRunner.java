package dev.countersign.agent.engine;

import dev.countersign.agent.engine.Checkpoint.Point;
import dev.countersign.agent.engine.work.Acts;
import dev.countersign.agent.engine.work.Ended;
import dev.countersign.agent.family.Family;
import dev.countersign.agent.machine.Told;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.CallState.Clearance;
import dev.countersign.agent.run.CallState.Outcome;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.agent.tool.Delegating;
import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.LookUp;
import dev.countersign.agent.tool.LookUp.Found;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolOutcome;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Runs started calls, and finds out about those that were started and never came back. */
final class ToolRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ToolRunner.class);
    /** The most of a result that is kept; tools bound themselves lower. */
    private static final int KEPT_RESULT = 256 * 1024;

    private final Parts parts;
    private final Mover mover;
    private final Family family;
    private final Acts acts;
    private final Set<String> underway = ConcurrentHashMap.newKeySet();

    ToolRunner(Parts parts, Mover mover, Family family, Acts acts) {
        this.parts = parts;
        this.mover = mover;
        this.family = family;
        this.acts = acts;
    }

    void execute(Run run, String id) {
        run.call(id)
                .filter(call -> call.state() instanceof CallState.Started)
                .filter(call -> underway.add(run.id() + "/" + id))
                .ifPresent(call -> execute(run, call));
    }

    private void execute(Run run, Call call) {
        boolean goesOn = false;
        try {
            parts.settings().checkpoint().reached(Point.BEFORE_TOOL);
            var tool = tool(run, call);
            if (tool.orElse(null) instanceof Delegating delegating) {
                var began = family.begin(run, call, delegating);
                mover.move(run, now -> Optional.of(began));
            } else if (tool.isEmpty()) {
                keep(run, call, gone(call));
            } else {
                var work = bounded(run, call, tool.get());
                goesOn = true;
                work.run();
            }
        } finally {
            if (!goesOn) {
                ended(run, call);
            }
        }
    }

    /** A call that takes too long is given up; what it may have done is not known then. */
    private Runnable bounded(Run run, Call call, Tool tool) {
        var invocation = invocation(run, call, (CallState.Started) call.state());
        var progress = progress(run, call);
        return () -> acts.within(
                parts.settings().toolCall(),
                run.id(),
                () -> tool.call(invocation, progress),
                ended -> {
                    try {
                        keep(run, call, outcome(tool, ended));
                    } finally {
                        ended(run, call);
                    }
                });
    }

    private void ended(Run run, Call call) {
        underway.remove(run.id() + "/" + call.id());
        parts.feed().ended(run.id(), call.id());
    }

    private void keep(Run run, Call call, ToolOutcome outcome) {
        LOG.info(
                "run {} call {} {} ended ({}); telling the model",
                run.id(),
                call.id(),
                call.tool(),
                outcome.getClass().getSimpleName());
        var attempt = ((CallState.Started) call.state()).attempt();
        mover.insist(run, now -> cameBack(now, call.id(), attempt, outcome));
    }

    private static ToolOutcome gone(Call call) {
        return new ToolOutcome.Failure("The tool " + call.tool() + " is gone; it was not run.");
    }

    private Consumer<String> progress(Run run, Call call) {
        return text -> {
            if (isRunning(run, call)) {
                parts.feed().stir(new Feed.Stirring.Working(run.id(), call.id(), text));
            }
        };
    }

    private Optional<Tool> tool(Run run, Call call) {
        return parts.workshop().tools(parts.agents().of(run)).find(call.tool());
    }

    private Invocation invocation(Run run, Call call, CallState.Started started) {
        var basis = started.by() instanceof Clearance.ByDecision d ? d.basis() : "";
        return parts.judge().invocation(run, call, call.arguments(), started.attempt(), basis);
    }

    private ToolOutcome outcome(Tool tool, Ended<ToolOutcome> ended) {
        return switch (ended) {
            case Ended.Gave<ToolOutcome>(var outcome) -> outcome;
            case Ended.Failed<ToolOutcome>(var cause) -> {
                LOG.error(
                        "tool {} failed in a way it did not foresee; its outcome counts as unknown",
                        tool.spec().name(),
                        cause);
                yield unfinished(tool, "It failed in a way it did not foresee.");
            }
            case Ended.Stopped<ToolOutcome> stopped ->
                unfinished(tool, "Countersign was stopped meanwhile.");
            case Ended.GivenUp<ToolOutcome> late -> {
                var limit = Told.words(parts.settings().toolCall());
                yield unfinished(tool, "It did not come back within " + limit + ".");
            }
        };
    }

    private static ToolOutcome unfinished(Tool tool, String what) {
        return tool.spec().toolClass() == ToolClass.READ
                ? new ToolOutcome.Failure(what)
                : new ToolOutcome.Unknown(what);
    }

    /** Who lost the call to somebody else, who started it again, says nothing about it any more. */
    private Optional<RunEvent> cameBack(Run now, String id, int attempt, ToolOutcome outcome) {
        return now.call(id)
                .filter(c -> c.state() instanceof CallState.Started s && s.attempt() == attempt)
                .map(call -> event(now, call, outcome));
    }

    private RunEvent event(Run run, Call call, ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Success success -> finished(call, success.text(), false);
            case ToolOutcome.Failure failure -> finished(call, failure.text(), true);
            case ToolOutcome.Moved moved ->
                run.phase() instanceof Phase.Closed
                        ? finished(call, "It was not run: " + moved.what(), true)
                        : new RunEvent.Moved(call.id(), moved.what(), mover.now());
            case ToolOutcome.Unknown unknown -> recovered(run, call, unknown.known());
        };
    }

    private RunEvent finished(Call call, String text, boolean error) {
        var kept = text.length() <= KEPT_RESULT
                ? text
                : text.substring(0, KEPT_RESULT) + "\n… cut at 256 KB";
        return new RunEvent.Finished(call.id(), new Outcome(kept, error), mover.now());
    }

    /** Whether this process is running the call at this moment. */
    boolean isRunning(Run run, Call call) {
        return underway.contains(run.id() + "/" + call.id());
    }

    /** A call was started and never came back: it is repeated only where its tool allows that. */
    void recover(Run run, Call call) {
        LOG.warn(
                "run {} call {} {} was started and its outcome is not known; finding out",
                run.id(),
                call.id(),
                call.tool());
        mover.move(run, now -> now.call(call.id())
                .filter(c -> c.state() instanceof CallState.Started)
                .map(c -> recovered(now, c, "")));
    }

    private RunEvent recovered(Run run, Call call, String known) {
        var started = (CallState.Started) call.state();
        var tool = tool(run, call);
        if (tool.orElse(null) instanceof Delegating delegating) {
            return family.begin(run, call, delegating);
        }
        if (run.phase() instanceof Phase.Closed) {
            return finished(call, Told.unknown(known), true);
        }
        boolean again = started.attempt() < parts.settings().limits().attempts();
        if (tool.isPresent() && again && tool.get().spec().repeat() == Repeat.SAFE) {
            return new RunEvent.Repeated(call.id(), mover.now());
        }
        if (tool.filter(t -> t.spec().toolClass() == ToolClass.READ).isPresent()) {
            // Nothing is changed by a read, so nobody needs to decide about it.
            return finished(
                    call,
                    "It was tried " + started.attempt() + " times without an"
                            + " answer. Nothing was changed.",
                    true);
        }
        return tool.filter(LookUp.class::isInstance)
                .map(LookUp.class::cast)
                .map(lookUp -> lookedUp(run, call, started, lookUp, again))
                .orElseGet(() -> vanished(run, call, known));
    }

    private RunEvent lookedUp(
            Run run, Call call, CallState.Started started, LookUp tool, boolean again) {
        return switch (tool.lookUp(invocation(run, call, started))) {
            case Found.Ran ran -> finished(call, ran.text(), false);
            case Found.NotRun notRun ->
                again
                        ? new RunEvent.Repeated(call.id(), mover.now())
                        : vanished(run, call, "It had not run.");
            case Found.Unclear unclear -> vanished(run, call, unclear.known());
        };
    }

    private RunEvent vanished(Run run, Call call, String known) {
        var agent = parts.agents().of(run);
        var asked = parts.judge().lost(run, agent, call, known, mover.now());
        return new RunEvent.Vanished(call.id(), known, asked, mover.now());
    }
}
