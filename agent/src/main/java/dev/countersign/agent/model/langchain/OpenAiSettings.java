package dev.countersign.agent.model.langchain;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** How a server that speaks OpenAI's chat API is reached, and how its model is to answer. */
public record OpenAiSettings(
        String baseUrl, String model, Key key, Tuning tuning, Duration timeout, Delivery delivery) {
    public static final String OPENAI = "https://api.openai.com/v1";
    public static final Duration TIMEOUT = Duration.ofSeconds(120);

    public OpenAiSettings {
        var scheme = URI.create(baseUrl).getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new IllegalArgumentException(
                    "baseUrl " + baseUrl + " is no http or https address. Set it to one.");
        }
        if (model.isBlank()) {
            throw new IllegalArgumentException("The model has no name. Set `model`.");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The timeout must be longer than nothing.");
        }
        baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
    }

    /** One answer at the end, or its words as they come. */
    public enum Delivery {
        WHOLE,
        STREAMED
    }

    /**
     * An API key by the name under which people know it. It is read when it is needed and never
     * kept; an empty one is not sent.
     */
    public record Key(String name, Supplier<String> value) {
        @Override
        public String toString() {
            return "Key[" + name + ", \u2022\u2022\u2022]";
        }
    }

    /** What shapes an answer; what is empty is left to the provider. */
    public record Tuning(
            OptionalDouble temperature,
            OptionalDouble topP,
            OptionalDouble frequencyPenalty,
            OptionalDouble presencePenalty,
            OptionalInt maxTokens) {
        public static final Tuning NONE = new Tuning(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty());

        public Tuning {
            within("temperature", temperature, 0, 2);
            within("topP", topP, 0, 1);
            within("frequencyPenalty", frequencyPenalty, -2, 2);
            within("presencePenalty", presencePenalty, -2, 2);
            if (maxTokens.isPresent() && maxTokens.getAsInt() < 1) {
                throw new IllegalArgumentException("maxTokens must be at least 1.");
            }
        }

        private static void within(String name, OptionalDouble value, double low, double high) {
            if (value.isPresent() && !(value.getAsDouble() >= low && value.getAsDouble() <= high)) {
                throw new IllegalArgumentException(
                        name + " must be between " + low + " and " + high + ".");
            }
        }
    }

    /** The usual settings for one model. */
    public static OpenAiSettings of(Optional<String> baseUrl, String model, Key key) {
        return new OpenAiSettings(
                baseUrl.orElse(OPENAI), model, key, Tuning.NONE, TIMEOUT, Delivery.STREAMED);
    }
}
