package dev.countersign.agent.tool.people;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.Asking;
import dev.countersign.agent.tool.ToolSpec;
import dev.countersign.channels.Card.Prompt;

import java.util.ArrayList;

/** The built-in tool by which an agent asks people one or more questions, and waits. */
public final class AskUser implements Asking {
    public static final String NAME = "ask_user";
    private static final int MOST_QUESTIONS = 10;
    private static final int MOST_CHOICES = 25;
    private static final String SCHEMA = """
            {"type":"object","required":["questions"],"properties":{"questions":{"type":"array",\
            "items":{"type":"object","required":["question"],"properties":{\
            "question":{"type":"string"},\
            "choices":{"type":"array","items":{"type":"string"}},\
            "multiple":{"type":"boolean"}}}}}}""";
    private static final ToolSpec SPEC = Wanted.tool(
            NAME,
            "Ask the user one or more questions and wait for the answers. Use it for"
                    + " clarification, preferences or explicit confirmation.",
            SCHEMA);

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Asked ask(String arguments) {
        return Wanted.read(arguments, "questions", AskUser::prompts);
    }

    private static Asked prompts(JsonNode questions) {
        if (!questions.isArray() || questions.isEmpty()) {
            return new Asked.Fails("questions parameter is required");
        }
        if (questions.size() > MOST_QUESTIONS) {
            return new Asked.Fails("Ask at most " + MOST_QUESTIONS + " questions at once.");
        }
        var prompts = new ArrayList<Prompt>();
        for (JsonNode one : questions) {
            var question = one.path("question").asText("");
            if (question.isBlank()) {
                return new Asked.Fails("Each question needs a text under \"question\".");
            }
            var choices = Wanted.texts(one.path("choices"));
            if (choices.size() > MOST_CHOICES) {
                return new Asked.Fails("Offer at most " + MOST_CHOICES + " choices.");
            }
            prompts.add(new Prompt(question, choices, one.path("multiple").asBoolean(false)));
        }
        return new Asked.Prompts(prompts);
    }
}
