package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.wire.Talk;
import dev.countersign.agent.model.wire.Talk.Part;
import dev.countersign.agent.run.Message;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Our messages in the library's form. */
final class Transcript {
    private Transcript() {}

    static List<ChatMessage> of(String system, List<Message> said) {
        var messages = new ArrayList<ChatMessage>();
        if (!system.isBlank()) {
            messages.add(SystemMessage.from(system));
        }
        for (var part : Talk.of(said, id -> true)) {
            switch (part) {
                case Part.Said user -> messages.add(UserMessage.from(user.text()));
                case Part.Turned turned -> messages.add(turned(turned));
                case Part.Came came ->
                    came.results().stream().map(Transcript::told).forEach(messages::add);
            }
        }
        return List.copyOf(messages);
    }

    private static AiMessage turned(Part.Turned turned) {
        var requests = turned.calls().stream()
                .map(called -> ToolExecutionRequest.builder()
                        .id(called.id())
                        .name(called.proposal().tool())
                        .arguments(called.proposal().arguments())
                        .build())
                .toList();
        return verbatim(turned.turn())
                .filter(kept -> kept.toolExecutionRequests().size() == requests.size())
                .map(kept -> kept.toBuilder().toolExecutionRequests(requests).build())
                .orElseGet(() -> rebuilt(turned.turn().text(), requests));
    }

    private static ChatMessage told(Talk.Result result) {
        return ToolExecutionResultMessage.builder()
                .id(result.call().id())
                .toolName(result.call().proposal().tool())
                .text(result.text())
                .isError(result.error())
                .build();
    }

    /** What another provider said is given back in our words for it. */
    private static Optional<AiMessage> verbatim(Message.Assistant turn) {
        try {
            return turn.verbatim().isEmpty()
                    ? Optional.empty()
                    : Optional.of(ChatMessageDeserializer.messageFromJson(turn.verbatim()))
                            .filter(AiMessage.class::isInstance)
                            .map(AiMessage.class::cast);
        } catch (RuntimeException notOfThisLibrary) {
            return Optional.empty();
        }
    }

    private static AiMessage rebuilt(String said, List<ToolExecutionRequest> requests) {
        var text = said.isBlank() && requests.isEmpty() ? "(no text)" : said;
        return AiMessage.builder()
                .text(text.isBlank() ? null : text)
                .toolExecutionRequests(requests)
                .build();
    }
}
