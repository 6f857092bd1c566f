package dev.countersign.agent.gate.cel;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.countersign.agent.gate.Conditions.Untold;
import dev.countersign.agent.gate.Facts;
import dev.countersign.agent.gate.Rule.Condition;

/** One compiled condition; equal to another of the same text. */
final class CelCondition implements Condition {
    private final String text;
    private final CelRuntime.Program program;

    CelCondition(String text, CelRuntime.Program program) {
        this.text = text;
        this.program = program;
    }

    /** A key that is absent makes the condition false; any other trouble is not for us to judge. */
    @Override
    public boolean test(Facts facts) {
        try {
            return (boolean) program.eval(Variables.of(facts));
        } catch (CelEvaluationException e) {
            if (e.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND) {
                return false;
            }
            throw new Untold(String.valueOf(e.getErrorCode()), e);
        } catch (RuntimeException e) {
            throw new Untold(e.getClass().getSimpleName(), e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CelCondition condition && text.equals(condition.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
