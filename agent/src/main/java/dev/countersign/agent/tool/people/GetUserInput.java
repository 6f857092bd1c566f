package dev.countersign.agent.tool.people;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.Asking;
import dev.countersign.agent.tool.ToolSpec;
import dev.countersign.channels.Card.Field;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The built-in tool by which an agent asks people for typed values that it names itself. */
public final class GetUserInput implements Asking {
    public static final String NAME = "get_user_input";
    private static final int MOST_FIELDS = 20;
    private static final int MOST_OPTIONS = 25;
    private static final List<String> TYPES = List.of("string", "integer", "number", "boolean");
    private static final String SCHEMA = """
            {"type":"object","required":["user_input_fields"],"properties":{\
            "user_input_fields":{"type":"array","items":{"type":"object",\
            "required":["field_name"],"properties":{\
            "field_name":{"type":"string"},\
            "field_type":{"type":"string","enum":["string","integer","number","boolean"]},\
            "field_description":{"type":"string"},\
            "options":{"type":"array","items":{"type":"string"}}}}}}}""";
    private static final ToolSpec SPEC = Wanted.tool(
            NAME,
            "Ask the user for values that you need, as a form with typed fields, and wait for"
                    + " them. Use it when several values are missing.",
            SCHEMA);

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Asked ask(String arguments) {
        return Wanted.read(arguments, "user_input_fields", GetUserInput::form);
    }

    private static Asked form(JsonNode fields) {
        if (!fields.isArray() || fields.isEmpty() || fields.size() > MOST_FIELDS) {
            return new Asked.Fails("user_input_fields must name 1 to " + MOST_FIELDS + " fields.");
        }
        var form = new ArrayList<Field>();
        var names = new HashSet<String>();
        for (JsonNode one : fields) {
            var name = one.path("field_name").asText("");
            var type = one.path("field_type").asText("string");
            if (name.isBlank() || !names.add(name)) {
                return new Asked.Fails("Each field needs a field_name of its own.");
            }
            if (!TYPES.contains(type)) {
                return new Asked.Fails("field_type of " + name + " is one of " + TYPES + ".");
            }
            var options = Wanted.texts(one.path("options"));
            if (options.size() > MOST_OPTIONS) {
                return new Asked.Fails("Offer at most " + MOST_OPTIONS + " options.");
            }
            form.add(
                    new Field(name, type, one.path("field_description").asText(""), true, options));
        }
        return new Asked.Form(form);
    }
}
