package dev.countersign.agent.tool.people;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.countersign.agent.tool.Asking.Asked;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolSpec;

import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** What an agent wants people to be asked, as it stands in the arguments of a call. */
final class Wanted {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Wanted() {}

    /** A tool of ours that people answer, so that it changes nothing and may be asked again. */
    static ToolSpec tool(String name, String description, String schema) {
        return new ToolSpec(
                name, description, schema, ToolClass.READ, Repeat.SAFE, "builtin/people");
    }

    /** What is asked by the argument of this name. */
    static Asked read(String arguments, String name, Function<JsonNode, Asked> asked) {
        try {
            return asked.apply(JSON.readTree(arguments).path(name));
        } catch (JsonProcessingException e) {
            return new Asked.Fails("The arguments are not valid JSON.");
        }
    }

    /** The texts of a list, each once; none where there is no list. */
    static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .distinct()
                .toList();
    }
}
