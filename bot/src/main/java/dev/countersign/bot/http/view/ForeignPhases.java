package dev.countersign.bot.http.view;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.catalog.Blueprint;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.CallState.Refusal;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunStore;
import dev.countersign.channels.Card.Kind;

import java.util.List;
import java.util.Optional;

/** KubeChain's names for phases, beside ours, where an agent was written for KubeChain. */
public record ForeignPhases(RunStore runs) {

    /** Adds them to a run and its calls, which stand in the view in this order. */
    public void addTo(ObjectNode view, Run run, List<Call> calls) {
        if (runs.blueprint(run.origin().blueprint())
                .flatMap(form -> Blueprint.read(form).dialect())
                .isEmpty()) {
            return;
        }
        view.put("foreignPhase", phase(run.phase()));
        for (int i = 0; i < calls.size(); i++) {
            var shown = (ObjectNode) view.path("calls").path(i);
            shown.put("foreignPhase", phase(run, calls.get(i)).orElse(null));
        }
    }

    /** KubeChain's name for the phase of a task. */
    public static String phase(Phase phase) {
        return switch (phase) {
            case Phase.Thinking any -> "ReadyForLLM";
            case Phase.Acting any -> "ToolCallsPending";
            case Phase.Resting resting -> resting.answer().isEmpty() ? "Pending" : "FinalAnswer";
            case Phase.Closed any -> "Failed";
        };
    }

    /** Nothing is said of a call whose outcome is unknown: KubeChain has no word for that. */
    private static Optional<String> phase(Run run, Call call) {
        return switch (call.state()) {
            case CallState.Proposed any -> Optional.of("Pending");
            case CallState.Gated gated ->
                Optional.of(
                        run.question(gated.question())
                                        .filter(q -> q.card().kind() == Kind.APPROVE)
                                        .isPresent()
                                ? "AwaitingHumanApproval"
                                : "AwaitingHumanInput");
            case CallState.Cleared any -> Optional.of("ReadyToExecuteApprovedTool");
            case CallState.Started any -> Optional.of("Running");
            case CallState.Delegated any -> Optional.of("AwaitingSubAgent");
            case CallState.Done done ->
                Optional.of(done.outcome().error() ? "Failed" : "Succeeded");
            case CallState.Refused refused ->
                Optional.of(refused.why() == Refusal.REJECTED ? "ToolCallRejected" : "Failed");
            case CallState.Lost any -> Optional.empty();
        };
    }
}
