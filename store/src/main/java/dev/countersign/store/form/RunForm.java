package dev.countersign.store.form;

import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.Run.Counts;

import java.util.List;
import java.util.Locale;

/**
 * The part of a run's row that changes. Calls and questions are rows of their own; here are only
 * their names, in order, so that a run is read back exactly as it was.
 */
public record RunForm(Phase phase, Counts counts, List<String> calls, List<String> questions) {
    public static RunForm of(Run run) {
        return new RunForm(
                phase(run.phase(), List.of()),
                run.counts(),
                run.calls().stream().map(Call::id).toList(),
                run.questions().stream().map(q -> q.key().value()).toList());
    }

    /** The same phase with these calls in hand. */
    public static Phase phase(Phase phase, List<Call> calls) {
        return switch (phase) {
            case Phase.Acting acting -> new Phase.Acting(acting.words(), calls, acting.heard());
            case Phase.Closed closed -> new Phase.Closed(closed.end(), closed.reason(), calls);
            case Phase.Thinking thinking -> thinking;
            case Phase.Resting resting -> resting;
        };
    }

    /** The word for a phase, in lists and to the outside. */
    public static String word(Phase phase) {
        return phase.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** The first turn that a call in hand belongs to; no call of an earlier one needs be read. */
    public static int turn(Run run) {
        return run.calls().stream().mapToInt(Call::turn).min().orElse(Integer.MAX_VALUE);
    }

    public Run run(String id, long version, Run.Origin origin, RunParts parts) {
        return new Run(
                id,
                version,
                origin,
                phase(phase, calls.stream().map(name -> parts.call(id, name)).toList()),
                counts,
                questions.stream().map(name -> parts.question(id, name)).toList());
    }

    /** Where the calls and questions of runs are looked up by name. */
    public interface RunParts {
        Call call(String run, String id);

        Question question(String run, String key);
    }
}
