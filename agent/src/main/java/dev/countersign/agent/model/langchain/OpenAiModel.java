package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.ModelCheck;
import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.Turn;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;

import java.time.Clock;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A model behind OpenAI's chat API, at OpenAI or at any server that speaks it. Retries are the
 * engine's: one call here is one request. Used by many threads at once.
 */
public final class OpenAiModel implements Model, ModelCheck {
    private final OpenAiSettings settings;
    private final Failures failures;
    private final KeyCheck keyCheck;
    private final Asking asking;

    private OpenAiModel(OpenAiSettings settings) {
        this.settings = settings;
        this.failures = new Failures(settings.baseUrl(), settings.key().name(), Clock.systemUTC());
        this.keyCheck = new KeyCheck("OpenAI", settings);
        this.asking = switch (settings.delivery()) {
            case WHOLE -> Asking.whole(whole());
            case STREAMED -> Asking.streamed(streamed(), settings.timeout());
        };
    }

    public static OpenAiModel open(OpenAiSettings settings) {
        return new OpenAiModel(settings);
    }

    @Override
    public Turn think(Prompt prompt) throws ModelFailure {
        var key = readableKey();
        var request = request(prompt);
        try {
            return Turns.of(asking.ask(request, prompt.listener()), failures);
        } catch (ContentFilteredException refusal) {
            return Turns.refusal(refusal.getMessage());
        } catch (RuntimeException e) {
            throw failures.of(e, key);
        }
    }

    private ChatRequest request(Prompt prompt) throws ModelFailure {
        try {
            return ChatRequest.builder()
                    .messages(Transcript.of(prompt.system(), prompt.messages()))
                    .toolSpecifications(Schemas.of(prompt.tools()))
                    .build();
        } catch (IllegalArgumentException e) {
            throw failures.lasting("The model cannot be asked: " + e.getMessage());
        }
    }

    private String readableKey() throws ModelFailure {
        try {
            return key();
        } catch (RuntimeException e) {
            throw failures.lasting("The key in "
                    + settings.key().name()
                    + " cannot be read ("
                    + e.getClass().getSimpleName()
                    + "). The model was not asked.");
        }
    }

    @Override
    public Status check() {
        return keyCheck.check();
    }

    private ChatModel whole() {
        return OpenAiChatModel.builder()
                .baseUrl(settings.baseUrl())
                .customHeaders(this::headers)
                .httpClientBuilder(new Wire(settings.timeout()))
                .timeout(settings.timeout())
                .maxRetries(0)
                .defaultRequestParameters(parameters())
                .build();
    }

    private StreamingChatModel streamed() {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(settings.baseUrl())
                .customHeaders(this::headers)
                .httpClientBuilder(new Wire(settings.timeout()))
                .timeout(settings.timeout())
                .defaultRequestParameters(parameters())
                .build();
    }

    private OpenAiChatRequestParameters parameters() {
        var tuning = settings.tuning();
        var parameters = OpenAiChatRequestParameters.builder().modelName(settings.model());
        parameters.temperature(orNull(tuning.temperature()));
        parameters.topP(orNull(tuning.topP()));
        parameters.frequencyPenalty(orNull(tuning.frequencyPenalty()));
        parameters.presencePenalty(orNull(tuning.presencePenalty()));
        if (tuning.maxTokens().isPresent()) {
            parameters.maxOutputTokens(tuning.maxTokens().getAsInt());
        }
        return parameters.build();
    }

    /** The library means "not set" by null. */
    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private Map<String, String> headers() {
        var key = key();
        return key.isBlank() ? Map.of() : Map.of("Authorization", "Bearer " + key);
    }

    private String key() {
        return settings.key().value().get().strip();
    }

    @Override
    public String toString() {
        return "OpenAiModel[" + settings.model() + " at " + settings.baseUrl() + "]";
    }
}
