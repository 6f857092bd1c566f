package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.calls;
import static dev.countersign.agent.engine.Workplace.says;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.tool.ToolClass;

import org.junit.jupiter.api.Test;

/** Names and arguments that are not what they should be. */
public abstract class ArgumentsNegative extends EngineStory {

    @Test
    void arguments_not_an_object() {
        assertThat(invalid("[1]")).contains("not a JSON object");
    }

    @Test
    void arguments_nan() {
        assertThat(invalid("{\"n\":NaN}")).contains("not valid JSON");
    }

    @Test
    void duplicate_keys() {
        assertThat(invalid("{\"n\":1,\"n\":2}")).contains("not valid JSON");
    }

    @Test
    void a_number_that_nobody_could_write_out_is_refused() {
        assertThat(invalid("{\"n\":1e2147483647}")).contains("more than 1000 digits");
        assertThat(invalid("{\"n\":1e-99999999999}")).contains("not valid JSON");
    }

    @Test
    void half_a_character_is_refused_since_it_would_be_kept_as_another() {
        assertThat(invalid("{\"n\":\"\\ud800\"}")).contains("half a character");
    }

    @Test
    void a_number_runs_as_it_was_shown() {
        var exact = "{\"n\":0.1234567890123456789}";
        at.takes(calls(call("change", exact)), says("Done."));
        var run = at.hears("change it");
        assertThat(at.asks(run).card().work().arguments()).contains("0.1234567890123456789");
        at.approves("dana", at.asks(run).key());
        at.rests(run);
        assertThat(write.ran.getFirst().arguments()).isEqualTo(exact);
    }

    private String invalid(String arguments) {
        at.takes(calls(call("change", arguments)), says("Done."));
        var run = at.hears("change it");
        at.rests(run);
        assertThat(write.ran).isEmpty();
        return at.results(run).getFirst();
    }

    @Test
    void tool_name_containing_double_underscore() {
        var odd = at.with(CountingTool.of("git__hub__merge__now", ToolClass.WRITE));
        at.takes(calls(call("git__hub__merge__now", "{}")), says("Done."));
        var run = at.hears("merge");
        assertThat(at.asks(run).card().work().tool()).isEqualTo("git__hub__merge__now");
        at.approves("dana", at.asks(run).key());
        at.rests(run);
        assertThat(odd.ran).hasSize(1);
    }
}
