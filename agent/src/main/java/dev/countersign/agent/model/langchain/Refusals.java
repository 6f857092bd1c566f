package dev.countersign.agent.model.langchain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;

/** Collects the words of a streamed refusal, which the library drops. */
record Refusals(ServerSentEventListener next, StringBuilder words)
        implements ServerSentEventListener {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String DONE = "[DONE]";

    Refusals(ServerSentEventListener next) {
        this(next, new StringBuilder());
    }

    @Override
    public void onOpen(SuccessfulHttpResponse response) {
        next.onOpen(response);
    }

    @Override
    public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
        collect(event.data());
        if (!words.isEmpty() && DONE.equals(event.data())) {
            next.onError(new ContentFilteredException(words.toString()));
        } else {
            next.onEvent(event, context);
        }
    }

    @Override
    public void onEvent(ServerSentEvent event) {
        next.onEvent(event);
    }

    @Override
    public void onError(Throwable error) {
        next.onError(error);
    }

    @Override
    public void onClose() {
        if (words.isEmpty()) {
            next.onClose();
        } else {
            next.onError(new ContentFilteredException(words.toString()));
        }
    }

    private void collect(String data) {
        if (data == null || !data.contains("\"refusal\"")) {
            return;
        }
        try {
            var delta = MAPPER.readTree(data).path("choices").path(0).path("delta");
            words.append(delta.path("refusal").asText(""));
        } catch (JsonProcessingException e) {
            next.onError(new IllegalStateException("an event of the stream is no JSON", e));
        }
    }
}
