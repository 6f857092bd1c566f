package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.ModelCheck;
import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.model.wire.Exchange;
import dev.countersign.agent.model.wire.Failures;
import dev.countersign.agent.model.wire.KeyCheck;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A model behind OpenAI's chat API, at OpenAI, in Azure or at any server that speaks it. Retries
 * are the engine's: one call here is one request. Used by many threads at once.
 */
public final class OpenAiModel implements Model, ModelCheck {
    /** The address that is of no use without a key. */
    public static final String OPENAI = "https://api.openai.com/v1";

    private final ProviderSettings settings;
    private final KeyCheck.Headers keyed;
    private final Exchange exchange;
    private final Failures failures;
    private final KeyCheck keyCheck;
    private final Asking asking;
    private final Schemas schemas = new Schemas();

    private OpenAiModel(String provider, ProviderSettings settings, KeyCheck.Headers keyed) {
        this.settings = settings;
        this.keyed = keyed;
        this.exchange = new Exchange(settings.route());
        this.failures = new Failures(settings.baseUrl(), settings.key().name(), Clock.systemUTC());
        var listed = new KeyCheck.Asking(
                settings.baseUrl() + "/models" + query(settings.route().query()),
                keyed,
                needsKey());
        this.keyCheck = new KeyCheck(provider, settings, listed, exchange);
        this.asking = switch (settings.delivery()) {
            case WHOLE -> Asking.whole(whole());
            case STREAMED -> Asking.streamed(streamed(), settings.route().timeout());
        };
    }

    public static OpenAiModel open(ProviderSettings settings) {
        return new OpenAiModel("OpenAI", settings, key -> Map.of("Authorization", "Bearer " + key));
    }

    /** Azure takes its keys in a header of its own. */
    public static OpenAiModel azure(ProviderSettings settings) {
        return new OpenAiModel("Azure OpenAI", settings, key -> Map.of("api-key", key));
    }

    @Override
    public Turn think(Prompt prompt) throws ModelFailure {
        var key = failures.readable(settings.key(), needsKey());
        var request = request(prompt);
        try {
            return Turns.of(asking.ask(request, prompt.listener())).turn(failures);
        } catch (ContentFilteredException refusal) {
            return Turns.refusal(refusal.getMessage()).turn(failures);
        } catch (RuntimeException e) {
            throw failures.of(e, key);
        }
    }

    private ChatRequest request(Prompt prompt) throws ModelFailure {
        try {
            return ChatRequest.builder()
                    .messages(Transcript.of(prompt.system(), prompt.messages()))
                    .toolSpecifications(schemas.of(prompt.tools()))
                    .build();
        } catch (IllegalArgumentException e) {
            throw failures.lasting("The model cannot be asked: " + e.getMessage());
        }
    }

    /** Servers that only speak like OpenAI often want none. */
    private boolean needsKey() {
        return settings.baseUrl().equals(OPENAI);
    }

    @Override
    public Status check() {
        return keyCheck.check();
    }

    private ChatModel whole() {
        return OpenAiChatModel.builder()
                .baseUrl(settings.baseUrl())
                .customHeaders(this::headers)
                .customQueryParams(settings.route().query())
                .httpClientBuilder(wire())
                .timeout(settings.route().timeout())
                .maxRetries(0)
                .defaultRequestParameters(parameters())
                .build();
    }

    private StreamingChatModel streamed() {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(settings.baseUrl())
                .customHeaders(this::headers)
                .customQueryParams(settings.route().query())
                .httpClientBuilder(wire())
                .timeout(settings.route().timeout())
                .defaultRequestParameters(parameters())
                .build();
    }

    private Wire wire() {
        return new Wire(exchange, settings.route().timeout());
    }

    private OpenAiChatRequestParameters parameters() {
        var tuning = settings.tuning();
        var parameters = OpenAiChatRequestParameters.builder().modelName(settings.model());
        parameters.temperature(orNull(tuning.temperature()));
        parameters.topP(orNull(tuning.topP()));
        parameters.frequencyPenalty(orNull(tuning.frequencyPenalty()));
        parameters.presencePenalty(orNull(tuning.presencePenalty()));
        if (tuning.maxTokens().isPresent() && settings.baseUrl().equals(OPENAI)) {
            // OpenAI's models that think know the limit under its later name alone.
            parameters.maxCompletionTokens(tuning.maxTokens().getAsInt());
        } else if (tuning.maxTokens().isPresent()) {
            parameters.maxOutputTokens(tuning.maxTokens().getAsInt());
        }
        return parameters.build();
    }

    /** The library means "not set" by null. */
    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private Map<String, String> headers() {
        var headers = new LinkedHashMap<>(settings.route().headers().get());
        var key = settings.key().read();
        if (!key.isBlank()) {
            headers.putAll(keyed.with(key));
        }
        return headers;
    }

    private static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(p -> p.getKey() + "=" + p.getValue())
                .reduce((one, two) -> one + "&" + two)
                .map(all -> "?" + all)
                .orElse("");
    }

    @Override
    public String toString() {
        return "OpenAiModel[" + settings.model() + " at " + settings.baseUrl() + "]";
    }
}
