package dev.countersign.store;

import static dev.countersign.agent.run.StoreSamples.NOON;
import static dev.countersign.agent.run.StoreSamples.PLACE;
import static dev.countersign.agent.run.StoreSamples.acting;
import static dev.countersign.agent.run.StoreSamples.approved;
import static dev.countersign.agent.run.StoreSamples.ask;
import static dev.countersign.agent.run.StoreSamples.call;
import static dev.countersign.agent.run.StoreSamples.causedBy;
import static dev.countersign.agent.run.StoreSamples.entry;
import static dev.countersign.agent.run.StoreSamples.fresh;
import static dev.countersign.agent.run.StoreSamples.idle;
import static dev.countersign.agent.run.StoreSamples.question;
import static dev.countersign.agent.run.StoreSamples.recording;
import static dev.countersign.agent.run.StoreSamples.saying;
import static dev.countersign.agent.run.StoreSamples.sending;
import static dev.countersign.agent.run.StoreSamples.settle;
import static dev.countersign.agent.run.StoreSamples.settling;
import static dev.countersign.agent.run.StoreSamples.tell;
import static dev.countersign.agent.run.StoreSamples.vote;

import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunStore;
import dev.countersign.agent.run.Step;
import dev.countersign.channels.DeliveryId;

import java.util.List;
import java.util.Optional;

/** The five steps of an approval round trip, as the engine commits them. */
final class RoundTrip {
    private final RunStore runs;

    RoundTrip(RunStore runs) {
        this.runs = runs;
    }

    /** All five, one after the other. */
    Run whole(String id) {
        return answered(done(started(parked(heard(fresh(id))))));
    }

    private static DeliveryId delivery(String id) {
        return new DeliveryId("slack", id);
    }

    private static Step recorded(Step step) {
        return step.then(recording(step.run(), entry(Entry.Kind.TURN, "ana")));
    }

    Run heard(Run run) {
        var step = recorded(saying(run, "delete it"));
        return runs.commit(causedBy(run, step, delivery("in-" + run.id())));
    }

    Run parked(Run run) {
        var question = question("q_" + run.id(), "c_1", NOON);
        var gated = acting(
                saying(run, "turn").run(), call("c_1", 0, new CallState.Gated(question.key())));
        var step = saying(run, "turn")
                .then(sending(gated.asking(List.of(question)), ask(PLACE, "q_" + run.id())));
        return runs.commit(idle(run, recorded(step)));
    }

    Run started(Run run) {
        var question = run.questions().getFirst();
        var settled = question.counting(vote("dana")).settled(approved("dana"));
        var by = new CallState.Clearance.ByRule("q_1");
        var next = acting(run, call("c_1", 0, new CallState.Started(by, 1, "k", NOON)))
                .asking(List.of());
        var step = settling(next, settled).then(sending(next, settle(PLACE, "q_" + run.id())));
        return runs.commit(causedBy(run, recorded(step), delivery("click-" + run.id())));
    }

    Run done(Run run) {
        var last = call(
                "c_1",
                0,
                new CallState.Done(new CallState.Outcome("gone", false), Optional.empty()));
        var result = saying(run.in(Phase.Thinking.NOW), "result");
        var step = new Step(
                result.run(),
                result.said(),
                List.of(last),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        return runs.commit(idle(run, recorded(step)));
    }

    Run answered(Run run) {
        var answer = saying(run.in(new Phase.Resting("gone")), "gone");
        var step = answer.then(sending(answer.run(), tell(PLACE, run.id(), "gone")));
        return runs.commit(idle(run, recorded(step)));
    }
}
