package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.wire.Answer;
import dev.countersign.agent.run.Message;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;

import java.util.List;
import java.util.Optional;

/** The library's answer as an answer of ours. */
final class Turns {
    private Turns() {}

    static Answer of(ChatResponse response) {
        var message = response.aiMessage();
        return new Answer(
                Optional.ofNullable(message.text()).orElse(""),
                message.toolExecutionRequests().stream().map(Turns::proposal).toList(),
                ChatMessageSerializer.messageToJson(message),
                response.finishReason() == FinishReason.LENGTH
                        ? new Answer.Stop.AtLimit()
                        : new Answer.Stop.Said(),
                tokens(response.tokenUsage(), true),
                tokens(response.tokenUsage(), false));
    }

    static Answer refusal(String words) {
        return new Answer("", List.of(), "", new Answer.Stop.Refusing(words), 0, 0);
    }

    private static Message.Proposal proposal(ToolExecutionRequest request) {
        return new Message.Proposal(
                Optional.ofNullable(request.id()).orElse(""),
                Optional.ofNullable(request.name()).orElse(""),
                Optional.ofNullable(request.arguments())
                        .filter(a -> !a.isBlank())
                        .orElse("{}"));
    }

    private static long tokens(TokenUsage usage, boolean input) {
        return Optional.ofNullable(usage)
                .map(input ? TokenUsage::inputTokenCount : TokenUsage::outputTokenCount)
                .map(Integer::longValue)
                .orElse(0L);
    }
}
