package dev.countersign.agent.gate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class SchemaCheckTest {
    private static final String SCHEMA = """
            {"$schema":"http://json-schema.org/draft-07/schema#","type":"object",
             "required":["name"],"additionalProperties":false,"properties":{
             "name":{"type":"string","minLength":2},
             "size":{"type":"integer"},"force":{"type":"boolean"},
             "level":{"type":"string","enum":["low","high"]},
             "labels":{"type":"array","items":{"type":"object","required":["key"],
               "properties":{"key":{"type":"string"}}}}}}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name parameter is required.",
                "{'name':'ab','size':'many'} | Field size is not of type integer.",
                "{'name':5} | Field name is not of type string.",
                "{'name':'ab','level':'mid'} | Field level is one of [\"low\",\"high\"].",
                "{'name':'ab','nonsense':1} | In these arguments there is no field nonsense.",
                "{'name':'ab','labels':[{}]} | key parameter is required in labels[0].",
                "{'name':'a'} | name: must be at least 2 characters long."
            })
    void what_breaks_the_schema_is_told_with_its_field(String arguments, String sentence) {
        assertThat(SchemaCheck.problem(SCHEMA, arguments.replace('\'', '"'))).hasValue(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'ab'}",
                "{'name':'ab','size':'5','force':'true'}",
                "{'name':'ab','labels':[{'key':'k'}]}"
            })
    void what_keeps_it_passes_also_where_a_number_is_written_as_text(String arguments) {
        assertThat(SchemaCheck.problem(SCHEMA, arguments.replace('\'', '"'))).isEmpty();
    }

    @Test
    void nothing_is_fetched_for_a_schema_and_one_that_cannot_be_read_is_left_to_the_tool() {
        var remote = "{\"type\":\"object\",\"properties\":{\"a\":"
                + "{\"$ref\":\"http://127.0.0.1:1/schema.json\"}}}";

        assertThat(SchemaCheck.problem(remote, "{\"a\":1}")).isEmpty();
        assertThat(SchemaCheck.problem("{\"type\":17}", "{}")).isEmpty();
        assertThat(SchemaCheck.problem("no schema", "{}")).isEmpty();
    }

    @Test
    void a_hostile_pattern_does_not_hold_up_the_gate() {
        var schema = "{\"properties\":{\"a\":{\"pattern\":\"^(a+)+$\"}}}";
        var arguments = "{\"a\":\"" + "a".repeat(5_000) + "!\"}";

        assertThat(SchemaCheck.problem(schema, arguments)).isEmpty();
    }
}
