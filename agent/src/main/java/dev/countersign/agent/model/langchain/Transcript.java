package dev.countersign.agent.model.langchain;

import dev.countersign.agent.run.Message;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Our messages in the library's form. Providers want every result right behind its call and every
 * call with an id of its own, so ids that are missing or repeat are made up for one request.
 */
final class Transcript {
    private static final Logger LOG = LoggerFactory.getLogger(Transcript.class);

    private final List<ChatMessage> messages = new ArrayList<>();
    private final List<ChatMessage> held = new ArrayList<>();
    private final List<ToolExecutionRequest> waiting = new ArrayList<>();
    private final Set<String> used = new HashSet<>();
    private int made;

    private Transcript() {}

    static List<ChatMessage> of(String system, List<Message> said) {
        var transcript = new Transcript();
        if (!system.isBlank()) {
            transcript.messages.add(SystemMessage.from(system));
        }
        for (Message message : said) {
            switch (message) {
                case Message.User user -> transcript.heard(user);
                case Message.Assistant turn -> transcript.turned(turn);
                case Message.Result result -> transcript.told(result);
            }
        }
        transcript.release();
        return List.copyOf(transcript.messages);
    }

    /** What people said while calls waited comes after their results. */
    private void heard(Message.User user) {
        var message = UserMessage.from(user.text().isBlank() ? "(no text)" : user.text());
        (waiting.isEmpty() ? messages : held).add(message);
    }

    private void turned(Message.Assistant turn) {
        release();
        var message = verbatim(turn).orElseGet(() -> rebuilt(turn));
        var requests =
                message.toolExecutionRequests().stream().map(this::unique).toList();
        if (!requests.equals(message.toolExecutionRequests())) {
            message = message.toBuilder().toolExecutionRequests(requests).build();
        }
        messages.add(message);
        waiting.addAll(requests);
    }

    private void told(Message.Result result) {
        if (waiting.isEmpty()) {
            return;
        }
        var request = waiting.removeFirst();
        messages.add(ToolExecutionResultMessage.builder()
                .id(request.id())
                .toolName(request.name())
                .text(result.text().isBlank() ? "(no output)" : result.text())
                .isError(result.error())
                .build());
        if (waiting.isEmpty()) {
            release();
        }
    }

    /** A call without a result would make the provider refuse the whole conversation. */
    private void release() {
        for (var request : waiting) {
            messages.add(ToolExecutionResultMessage.builder()
                    .id(request.id())
                    .toolName(request.name())
                    .text("There is no result for this call.")
                    .isError(true)
                    .build());
        }
        waiting.clear();
        messages.addAll(held);
        held.clear();
    }

    private ToolExecutionRequest unique(ToolExecutionRequest request) {
        var id = Optional.ofNullable(request.id()).orElse("");
        if (!id.isBlank() && used.add(id)) {
            return request;
        }
        var next = "call_m" + ++made;
        while (!used.add(next)) {
            next = "call_m" + ++made;
        }
        return request.toBuilder().id(next).build();
    }

    private static Optional<AiMessage> verbatim(Message.Assistant turn) {
        if (turn.verbatim().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ChatMessageDeserializer.messageFromJson(turn.verbatim()))
                    .filter(AiMessage.class::isInstance)
                    .map(AiMessage.class::cast)
                    .filter(kept -> kept.toolExecutionRequests().size()
                            == turn.proposals().size());
        } catch (RuntimeException unreadable) {
            LOG.warn(
                    "a kept model turn cannot be read ({}); giving back its text and calls only",
                    unreadable.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private static AiMessage rebuilt(Message.Assistant turn) {
        var requests = turn.proposals().stream()
                .map(proposal -> ToolExecutionRequest.builder()
                        .id(proposal.providerId())
                        .name(proposal.tool())
                        .arguments(proposal.arguments())
                        .build())
                .toList();
        var text = turn.text().isBlank() && requests.isEmpty() ? "(no text)" : turn.text();
        return AiMessage.builder()
                .text(text.isBlank() ? null : text)
                .toolExecutionRequests(requests)
                .build();
    }
}
