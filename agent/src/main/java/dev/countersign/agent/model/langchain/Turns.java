package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.run.Message;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;

import java.util.List;
import java.util.Optional;

/** The library's answer as a turn of ours. */
final class Turns {
    private static final String CUT = "(The answer was cut at the limit of tokens.)";

    private Turns() {}

    static Turn of(ChatResponse response, Failures failures) throws ModelFailure {
        var message = response.aiMessage();
        var text = Optional.ofNullable(message.text()).orElse("");
        var proposals =
                message.toolExecutionRequests().stream().map(Turns::proposal).toList();
        if (response.finishReason() == FinishReason.LENGTH) {
            if (!proposals.isEmpty() || text.isBlank()) {
                throw failures.lasting("The model's answer was cut at the limit of tokens, so"
                        + " nothing of it is used. Set a larger maxTokens, or ask for less.");
            }
            text = text.stripTrailing() + "\n\n" + CUT;
        }
        if (proposals.isEmpty() && text.isBlank()) {
            throw failures.passing("The model gave an empty answer. It is asked again.");
        }
        return new Turn(
                new Message.Assistant(text, proposals, verbatim(message)),
                tokens(response.tokenUsage(), true),
                tokens(response.tokenUsage(), false));
    }

    /** A refusal in words is an answer, and people read it. */
    static Turn refusal(String words) {
        var text =
                "The model refused to answer: " + (words.isBlank() ? "it gave no reason." : words);
        return new Turn(new Message.Assistant(text, List.of(), ""), 0, 0);
    }

    private static Message.Proposal proposal(ToolExecutionRequest request) {
        return new Message.Proposal(
                Optional.ofNullable(request.id()).orElse(""),
                Optional.ofNullable(request.name()).orElse(""),
                Optional.ofNullable(request.arguments())
                        .filter(a -> !a.isBlank())
                        .orElse("{}"));
    }

    private static String verbatim(AiMessage message) {
        return ChatMessageSerializer.messageToJson(message);
    }

    private static long tokens(TokenUsage usage, boolean input) {
        return Optional.ofNullable(usage)
                .map(input ? TokenUsage::inputTokenCount : TokenUsage::outputTokenCount)
                .map(Integer::longValue)
                .orElse(0L);
    }
}
