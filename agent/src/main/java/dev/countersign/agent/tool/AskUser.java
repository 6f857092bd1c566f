package dev.countersign.agent.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.countersign.channels.Card.Prompt;

import java.util.ArrayList;
import java.util.stream.StreamSupport;

/** The built-in tool by which an agent asks people one or more questions, and waits. */
public final class AskUser implements Tool, Asking {
    public static final String NAME = "ask_user";
    private static final int MOST_QUESTIONS = 10;
    private static final int MOST_CHOICES = 25;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMA = """
            {"type":"object","required":["questions"],"properties":{"questions":{"type":"array",\
            "items":{"type":"object","required":["question"],"properties":{\
            "question":{"type":"string"},\
            "choices":{"type":"array","items":{"type":"string"}},\
            "multiple":{"type":"boolean"}}}}}}""";
    private static final ToolSpec SPEC = new ToolSpec(
            NAME,
            "Ask the user one or more questions and wait for the answers. Use it for"
                    + " clarification, preferences or explicit confirmation.",
            SCHEMA,
            ToolClass.READ,
            Repeat.SAFE,
            "builtin/people");

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public ToolOutcome call(Invocation invocation) {
        return new ToolOutcome.Failure("ask_user is answered by people; it does not run.");
    }

    @Override
    public Asked ask(String arguments) {
        try {
            var questions = JSON.readTree(arguments).path("questions");
            if (!questions.isArray() || questions.isEmpty()) {
                return new Asked.Fails("questions parameter is required");
            }
            if (questions.size() > MOST_QUESTIONS) {
                return new Asked.Fails("Ask at most " + MOST_QUESTIONS + " questions at once.");
            }
            return prompts(questions);
        } catch (JsonProcessingException e) {
            return new Asked.Fails("The arguments are not valid JSON.");
        }
    }

    private static Asked prompts(JsonNode questions) {
        var prompts = new ArrayList<Prompt>();
        for (JsonNode one : questions) {
            var question = one.path("question").asText("");
            if (question.isBlank()) {
                return new Asked.Fails("Each question needs a text under \"question\".");
            }
            var choices = StreamSupport.stream(one.path("choices").spliterator(), false)
                    .map(JsonNode::asText)
                    .distinct()
                    .toList();
            if (choices.size() > MOST_CHOICES) {
                return new Asked.Fails("Offer at most " + MOST_CHOICES + " choices.");
            }
            prompts.add(new Prompt(question, choices, one.path("multiple").asBoolean(false)));
        }
        return new Asked.Prompts(prompts);
    }
}
