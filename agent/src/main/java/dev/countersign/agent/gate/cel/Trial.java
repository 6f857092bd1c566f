package dev.countersign.agent.gate.cel;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tries a condition on made-up calls when it is loaded: what fails on all of them never holds. */
final class Trial {
    private static final int MANY = 100;
    private static final Map<String, String> TARGET =
            Map.of("cluster", "cluster", "namespace", "namespace", "kind", "kind", "name", "name");

    private Trial() {}

    /** What is wrong, in words; empty where the condition may be used. */
    static Optional<String> problem(CelRuntime.Program program) {
        var empty = failure(program, Map.of(), List.of());
        var one = failure(program, Map.of(), List.of(TARGET));
        var many = failure(program, new Anything(), Collections.nCopies(MANY, TARGET));
        if (many.filter(CelErrorCode.ITERATION_BUDGET_EXCEEDED::equals).isPresent()) {
            return Optional.of("The condition loops too often: lists of " + MANY
                    + " take more than " + CelConditions.MAX_ITERATIONS
                    + " steps. Put fewer loops into each other.");
        }
        return empty.isPresent() && one.isPresent()
                ? Optional.of("The condition fails whatever the call is: " + empty.get() + ".")
                : Optional.empty();
    }

    private static Optional<CelErrorCode> failure(
            CelRuntime.Program program, Map<String, Object> args, List<?> targets) {
        try {
            program.eval(Map.of(
                    "args", args, "targets", targets, "agent", "agent", "requester", "requester"));
            return Optional.empty();
        } catch (CelEvaluationException e) {
            return Optional.of(e.getErrorCode())
                    .filter(code -> code != CelErrorCode.ATTRIBUTE_NOT_FOUND);
        } catch (RuntimeException e) {
            return Optional.of(CelErrorCode.INTERNAL_ERROR);
        }
    }

    /** Arguments of any name, each a long list. */
    private static final class Anything extends AbstractMap<String, Object> {
        private static final List<Long> LIST = Collections.nCopies(MANY, 1L);

        @Override
        public Object get(Object key) {
            return LIST;
        }

        @Override
        public boolean containsKey(Object key) {
            return true;
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return Set.of(Map.entry("any", LIST));
        }
    }
}
