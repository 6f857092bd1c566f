package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.wire.TookTooLong;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One request and its whole answer, with an ear for the words on the way. */
@FunctionalInterface
interface Asking {
    ChatResponse ask(ChatRequest request, Consumer<String> listener);

    static Asking whole(ChatModel model) {
        return (request, listener) -> {
            var response = model.chat(request);
            var text = response.aiMessage().text();
            if (text != null && !text.isEmpty()) {
                listener.accept(text);
            }
            return response;
        };
    }

    static Asking streamed(StreamingChatModel model, Duration deadline) {
        return (request, listener) -> {
            var answer = new CompletableFuture<ChatResponse>();
            model.chat(request, new Listening(listener, answer));
            return whole(await(answer, deadline));
        };
    }

    /** A stream that ends without saying why was cut; half an answer is none. */
    private static ChatResponse whole(ChatResponse response) {
        if (response.finishReason() == null) {
            throw new UncheckedIOException(new EOFException("the stream ended too early"));
        }
        return response;
    }

    private static ChatResponse await(CompletableFuture<ChatResponse> answer, Duration deadline) {
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TookTooLong(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    /** Passes words on as they come, and keeps the end. */
    record Listening(Consumer<String> listener, CompletableFuture<ChatResponse> answer)
            implements StreamingChatResponseHandler {
        @Override
        public void onPartialResponse(String words) {
            listener.accept(words);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            answer.complete(response);
        }

        @Override
        public void onError(Throwable error) {
            answer.completeExceptionally(error);
        }
    }
}
