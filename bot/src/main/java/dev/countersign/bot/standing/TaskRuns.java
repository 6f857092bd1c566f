package dev.countersign.bot.standing;

import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.catalog.TaskSpec;
import dev.countersign.agent.gate.Masking;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunStore;
import dev.countersign.bot.http.view.ForeignPhases;
import dev.countersign.bot.http.view.Standing;
import dev.countersign.bot.http.view.Standing.State;
import dev.countersign.channels.DeliveryId;

import java.util.HashMap;
import java.util.Map;

/** The runs that tasks have started, each once for its name and content. */
public record TaskRuns(RunStore runs) {
    private static final int PREVIEW = 200;

    /** What starts the run of a task, the same at every look. */
    public static DeliveryId delivery(TaskSpec task) {
        return new DeliveryId("task", task.name() + "@" + task.content());
    }

    Standing of(TaskSpec task, Snapshot now) {
        return runs.startedBy(delivery(task))
                .flatMap(runs::load)
                .map(run -> new Standing(
                        "Task", task.name(), state(run.phase()), detail(run), more(run)))
                .orElseGet(() -> new Standing(
                        "Task",
                        task.name(),
                        State.PENDING,
                        now.agents().containsKey(task.agent())
                                ? "Initializing Task"
                                : "Waiting for Agent to exist"));
    }

    private static State state(Phase phase) {
        return phase instanceof Phase.Closed ? State.ERROR : State.READY;
    }

    private static String detail(Run run) {
        return switch (run.phase()) {
            case Phase.Thinking any -> "Ready to send to LLM";
            case Phase.Acting any -> "LLM response received, tool calls pending";
            case Phase.Resting any -> "LLM final response received";
            case Phase.Closed closed -> Masking.text(closed.reason());
        };
    }

    private static Map<String, String> more(Run run) {
        var more = new HashMap<String, String>();
        more.put("run", run.id());
        more.put("phase", ForeignPhases.phase(run.phase()));
        if (run.phase() instanceof Phase.Resting resting) {
            var answer = Masking.text(resting.answer());
            more.put(
                    "output",
                    answer.length() > PREVIEW ? answer.substring(0, PREVIEW) + "…" : answer);
        }
        return more;
    }
}
