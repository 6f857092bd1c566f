package dev.countersign.agent.asking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.gate.schema.Restored;

import org.junit.jupiter.api.Test;

/** Who edits a call sees masks, and must not write them over what they hide. */
class RestoredTest {
    private static final String CALL = "{\"replicas\":1.10,\"password\":\"hunter2\","
            + "\"env\":[{\"name\":\"a\",\"token\":\"t1\"},{\"name\":\"b\"}]}";

    @Test
    void what_was_left_as_shown_keeps_its_value() {
        var edited = "{\"replicas\":2,\"password\":\"***\","
                + "\"env\":[{\"name\":\"c\",\"token\":\"***\"},{\"name\":\"b\"}]}";
        assertThat(Restored.over(CALL, edited))
                .contains("{\"replicas\":2,\"password\":\"hunter2\","
                        + "\"env\":[{\"name\":\"c\",\"token\":\"t1\"},{\"name\":\"b\"}]}");
    }

    @Test
    void a_hidden_value_may_be_replaced_and_left_out() {
        assertThat(Restored.over(CALL, "{\"password\":\"other\"}"))
                .contains("{\"password\":\"other\"}");
    }

    @Test
    void a_mask_in_something_that_was_changed_is_refused() {
        assertThat(Restored.over(CALL, "{\"name\":\"***\"}")).isEmpty();
        assertThat(Restored.over(
                        "{\"manifest\":\"token: abc\\nname: web\"}",
                        "{\"manifest\":\"token: ***\\nname: other\"}"))
                .isEmpty();
    }

    @Test
    void where_nothing_is_hidden_the_edit_is_taken_as_it_was_written() {
        assertThat(Restored.over("{\"a\":1}", "{ \"a\" : 2.0 }")).contains("{ \"a\" : 2.0 }");
        assertThat(Restored.over("{\"token\":\"t\"}", "no json")).contains("no json");
    }

    @Test
    void a_tool_with_a_schema_says_which_arguments_may_be_edited() {
        var fields = SchemaFields.of("""
                {"type":"object","required":["n"],"properties":{
                 "n":{"type":"integer","description":"How many"},
                 "mode":{"enum":["a",null,"b"]},"any":{"type":["string","null"]}}}""");
        assertThat(fields).extracting("name").containsExactly("n", "mode", "any");
        assertThat(fields).extracting("type").containsExactly("integer", "", "");
        assertThat(fields.get(0).required()).isTrue();
        assertThat(fields.get(1).options()).containsExactly("a", "b");
        assertThat(SchemaFields.of("not a schema")).isEmpty();
    }
}
