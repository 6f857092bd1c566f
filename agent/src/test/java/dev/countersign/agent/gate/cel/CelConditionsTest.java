package dev.countersign.agent.gate.cel;

import static dev.countersign.agent.gate.Given.call;
import static dev.countersign.agent.gate.Given.in;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.gate.Conditions.Untold;
import dev.countersign.agent.gate.Conditions.Unusable;
import dev.countersign.agent.gate.Facts;
import dev.countersign.agent.tool.Targeting.Target;
import dev.countersign.agent.tool.ToolClass;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;

class CelConditionsTest {
    private static Facts with(String arguments, Target... targets) {
        return call("k8s_scale", ToolClass.WRITE, arguments, targets);
    }

    private static boolean holds(String condition, Facts facts) throws Unusable {
        return new CelConditions().compile(condition).test(facts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "args.namespace == \"prod\"",
                "args[\"namespace\"] in [\"prod\", \"live\"]",
                "args.replicas > 3 && args.replicas <= 5",
                "has(args.replicas) && !has(args.absent)",
                "args.namespace.startsWith(\"pr\") || args.absent == 1",
                "args.labels.exists(l, l.key == \"tier\")",
                "args.namespace.matches(\"^p.*d$\")",
                "size(args.labels) == 1 ? agent == \"hitl-agent\" : false",
                "targets.exists(t, t.namespace == \"prod\")",
                "targets.all(t, t.cluster == \"sandbox\" && t.kind != \"Secret\")",
                "requester == \"ana\"",
            })
    void conditions_see_arguments_targets_agent_and_requester(String condition) throws Unusable {
        var facts = with(
                "{\"namespace\":\"prod\",\"replicas\":5,\"labels\":[{\"key\":\"tier\"}]}",
                in("prod"),
                in("shop"));

        assertThat(holds(condition, facts)).isTrue();
    }

    @Test
    void the_defaults_of_the_schema_are_seen_where_an_argument_is_left_out() throws Unusable {
        assertThat(holds("args.namespace == \"default\"", with("{}"))).isTrue();
        assertThat(holds("args.namespace == \"default\"", with("{\"namespace\":\"x\"}")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "args.absent == \"prod\"",
                "args.absent != \"prod\"",
                "args.absent.deeper > 1",
                "args.gone == 1"
            })
    void a_key_that_is_absent_makes_the_condition_false(String condition) throws Unusable {
        assertThat(holds(condition, with("{\"gone\":null}"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 / args.replicas > 0",
                "args.namespace > 3",
                "args.replicas.startsWith(\"x\")",
                "args.namespace",
                "args.namespace.matches(\"a{1000}{1000}\")"
            })
    void any_other_error_is_not_a_no_but_untold(String condition) throws Unusable {
        var compiled = new CelConditions().compile(condition);

        assertThatThrownBy(() -> compiled.test(with("{\"replicas\":0,\"namespace\":\"prod\"}")))
                .isInstanceOf(Untold.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "{\"a\":1,\"a\":2}", "{", "\"x\""})
    void arguments_that_are_no_object_are_untold(String arguments) throws Unusable {
        var compiled = new CelConditions().compile("args.a == 1");

        assertThatThrownBy(() -> compiled.test(with(arguments))).isInstanceOf(Untold.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arg.namespace == \"prod\"",
                "targets.exists(t, t.namespace == 3)",
                "agent == 1",
                "args.a ==",
                "agent",
                "nothing(args)",
                "targets.namespace == \"x\" && 1"
            })
    void a_condition_that_cannot_be_right_is_refused_when_it_is_loaded(String condition) {
        assertThatThrownBy(() -> new CelConditions().compile(condition))
                .isInstanceOf(Unusable.class)
                .hasMessageStartingWith("The condition is not valid CEL: ");
    }

    @Test
    void a_condition_is_bounded_in_length() {
        var long1 = "agent == \"" + "x".repeat(CelConditions.MAX_LENGTH) + "\"";

        assertThatThrownBy(() -> new CelConditions().compile(long1))
                .hasMessageContaining("longer than 4000");
    }

    @Test
    @Timeout(20)
    void loops_in_loops_over_large_arguments_end_at_the_limit_and_are_untold() throws Unusable {
        var numbers = String.join(",", Collections.nCopies(10_000, "1"));
        var compiled = new CelConditions().compile("args.a.all(x, args.a.all(y, x + y == 2))");

        assertThatThrownBy(() -> compiled.test(with("{\"a\":[" + numbers + "]}")))
                .isInstanceOf(Untold.class)
                .hasMessageContaining("ITERATION_BUDGET_EXCEEDED");
    }

    @Test
    @Timeout(20)
    void a_condition_that_loops_too_often_is_refused_when_it_is_loaded() {
        assertThatThrownBy(() -> new CelConditions()
                        .compile("args.a.all(x, args.a.all(y, args.a.all(z, x + y + z == 3)))"))
                .isInstanceOf(Unusable.class)
                .hasMessageStartingWith("The condition loops too often");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 / 0 == 1", "int(agent) == 1", "targets[3].namespace == \"x\""})
    void a_condition_that_always_fails_is_refused_when_it_is_loaded(String condition) {
        assertThatThrownBy(() -> new CelConditions().compile(condition))
                .isInstanceOf(Unusable.class)
                .hasMessageStartingWith("The condition fails whatever the call is");
    }

    @Test
    void a_condition_is_equal_to_one_of_the_same_text_and_prints_as_it() throws Unusable {
        var one = new CelConditions().compile("agent == \"a\"");

        assertThat(one)
                .isEqualTo(new CelConditions().compile("agent == \"a\""))
                .hasToString("agent == \"a\"");
    }
}
