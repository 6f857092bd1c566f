package dev.countersign.agent.model.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.countersign.agent.model.Scene;

import java.util.List;

/** What a stand-in says in a scene, before a provider's form is given to it. */
public record Said(String text, List<Call> calls, Ending ending) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String A = "{\"name\":\"a\"}";
    private static final String B = "{\"name\":\"b\"}";

    public enum Ending {
        END,
        CALLS,
        LENGTH,
        REFUSAL
    }

    /** A call of the tool {@code grow}; an empty id is one that is not sent. */
    public record Call(String id, String arguments) {
        /** The rest of a call, in the order of the wire. */
        public List<String> halves() {
            int middle = arguments.length() / 2;
            return List.of(arguments.substring(0, middle), arguments.substring(middle));
        }
    }

    public static Said in(Scene scene) {
        return switch (scene) {
            case CALL -> new Said("I will grow it.", List.of(new Call("id-1", A)), Ending.CALLS);
            case PARALLEL -> calls(new Call("id-1", A), new Call("id-2", B));
            case IDENTICAL -> calls(new Call("id-1", A), new Call("id-1", A));
            case NO_IDS -> calls(new Call("", A), new Call("", A));
            case BAD_ARGUMENTS -> calls(new Call("id-1", "{\"name\":"));
            case REFUSAL -> new Said("I must not.", List.of(), Ending.REFUSAL);
            case LENGTH -> new Said("Once upon", List.of(), Ending.LENGTH);
            case LENGTH_IN_CALL -> new Said("", List.of(new Call("id-1", "{\"na")), Ending.LENGTH);
            case EMPTY -> new Said("", List.of(), Ending.END);
            case TEXT,
                    MALFORMED,
                    CUT,
                    ENDED_EARLY,
                    FAILED_MIDWAY,
                    SLOW,
                    STATUS_400,
                    STATUS_401,
                    STATUS_403,
                    STATUS_404,
                    STATUS_429,
                    STATUS_500,
                    STATUS_503 -> new Said("Hello there.", List.of(), Ending.END);
        };
    }

    private static Said calls(Call... calls) {
        return new Said("", List.of(calls), Ending.CALLS);
    }

    /** The text in two pieces, as a stream brings it. */
    public List<String> pieces() {
        return List.of(text.split("(?<= )"));
    }

    public static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a request is no JSON: " + json, e);
        }
    }

    public static String quoted(String text) {
        return MAPPER.valueToTree(text).toString();
    }
}
