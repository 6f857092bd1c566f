package dev.countersign.agent.gate.cel;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.countersign.agent.gate.Conditions;
import dev.countersign.agent.gate.Rule.Condition;

/**
 * Conditions in CEL over {@code args}, {@code targets}, {@code agent} and {@code requester}. Types
 * are checked when a policy is loaded; no evaluation loops for longer than its limit.
 */
public final class CelConditions implements Conditions {
    static final int MAX_LENGTH = 4_000;
    static final int MAX_ITERATIONS = 20_000;
    static final int MAX_PARSE_DEPTH = 50;
    static final int MAX_REGEX_PROGRAM = 500;

    /** Made when the first condition comes; most policies have none. */
    private static final class Cel {
        static final CelOptions OPTIONS = CelOptions.current()
                .maxExpressionCodePointSize(MAX_LENGTH)
                .maxParseRecursionDepth(MAX_PARSE_DEPTH)
                .comprehensionMaxIterations(MAX_ITERATIONS)
                .maxRegexProgramSize(MAX_REGEX_PROGRAM)
                .build();
        static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar("args", MapType.create(SimpleType.STRING, SimpleType.DYN))
                .addVar("targets", ListType.create(target()))
                .addVar("agent", SimpleType.STRING)
                .addVar("requester", SimpleType.STRING)
                .setResultType(SimpleType.BOOL)
                .build();
        static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder()
                .setOptions(OPTIONS)
                .build();

        private static MapType target() {
            return MapType.create(SimpleType.STRING, SimpleType.STRING);
        }
    }

    @Override
    public Condition compile(String text) throws Unusable {
        if (text.length() > MAX_LENGTH) {
            throw new Unusable("The condition is longer than " + MAX_LENGTH + " characters.");
        }
        try {
            var ast = Cel.COMPILER.compile(text).getAst();
            var program = Cel.RUNTIME.createProgram(ast);
            var problem = Trial.problem(program);
            if (problem.isPresent()) {
                throw new Unusable(problem.get());
            }
            return new CelCondition(text, program);
        } catch (CelValidationException e) {
            throw new Unusable("The condition is not valid CEL: " + firstLine(e.getMessage()));
        } catch (CelEvaluationException e) {
            throw new Unusable("The condition cannot be used: " + firstLine(e.getMessage()));
        }
    }

    private static String firstLine(String message) {
        return String.valueOf(message).lines().findFirst().orElse("");
    }
}
