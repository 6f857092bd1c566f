package dev.countersign.agent.family;

import dev.countersign.agent.run.CallState.Delegated;
import dev.countersign.agent.run.CallState.Outcome;
import dev.countersign.agent.run.CallState.Started;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.Run.Parent;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.agent.run.RunStore;
import dev.countersign.channels.ContactChannel;
import dev.countersign.channels.Inbox;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Receipt;

import java.util.Optional;

/**
 * The way from a child run to its parent. A child's answer is a row in the outbox, kept with the
 * step that gave it, so it arrives whatever dies in between; and it counts once, because a call
 * that is done is done.
 */
final class ParentLine implements ContactChannel {
    private static final String FAILED = "Sub-agent task failed: ";

    private final RunStore runs;
    private final Family.Moves moves;

    ParentLine(RunStore runs, Family.Moves moves) {
        this.runs = runs;
        this.moves = moves;
    }

    @Override
    public String name() {
        return Parent.LINE;
    }

    @Override
    public void open(Inbox inbox) {
        // Parents speak to their children through no door.
    }

    @Override
    public Receipt send(Outbound message, Sending sending) {
        if (message instanceof Outbound.Tell told) {
            runs.load(told.run())
                    .flatMap(child -> child.origin().parent())
                    .ifPresent(parent -> answer(parent, told));
        }
        return new Receipt(message.to().place());
    }

    private void answer(Parent parent, Outbound.Tell told) {
        runs.load(parent.run())
                .ifPresent(run -> moves.move(run, now -> answered(now, parent.call(), told)));
    }

    /** A child may be faster than the word that it was started. */
    private Optional<RunEvent> answered(Run run, String call, Outbound.Tell told) {
        return run.call(call)
                .filter(c -> c.state() instanceof Delegated || c.state() instanceof Started)
                .map(c -> new RunEvent.Finished(call, outcome(told), moves.now()));
    }

    private static Outcome outcome(Outbound.Tell told) {
        return switch (told.tone()) {
            case ANSWER -> new Outcome(told.text(), false);
            case NOTICE, FAILURE -> new Outcome(FAILED + told.text(), true);
        };
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
