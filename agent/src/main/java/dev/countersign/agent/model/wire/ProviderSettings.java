package dev.countersign.agent.model.wire;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** How a provider is reached, and how its model is to answer. */
public record ProviderSettings(
        String baseUrl, String model, Key key, Tuning tuning, Route route, Delivery delivery) {
    public static final Duration TIMEOUT = Duration.ofSeconds(120);

    public ProviderSettings {
        var scheme = URI.create(baseUrl).getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new IllegalArgumentException(
                    "baseUrl " + baseUrl + " is no http or https address. Set it to one.");
        }
        if (model.isBlank()) {
            throw new IllegalArgumentException("The model has no name. Set `model`.");
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
        /** For a server that wants none. */
        public static final Key NONE = new Key("no key", () -> "");

        /** Whether there should be one. */
        public boolean named() {
            return !name.equals(NONE.name());
        }

        /** The key as it is now. */
        public String read() {
            return value.get().strip();
        }

        @Override
        public String toString() {
            return "Key[" + name + ", \u2022\u2022\u2022]";
        }
    }

    /**
     * The way to a provider: how long it may take, by which proxy, with what beside the key.
     * Headers may hold secrets, and are read for each request.
     */
    public record Route(
            Duration timeout,
            Optional<URI> proxy,
            Optional<Path> ca,
            Supplier<Map<String, String>> headers,
            Map<String, String> query) {
        public static final Route USUAL =
                new Route(TIMEOUT, Optional.empty(), Optional.empty(), Map::of, Map.of());

        public Route {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("The timeout must be longer than nothing.");
            }
            if (proxy.isPresent()
                    && (proxy.get().getHost() == null || proxy.get().getPort() < 1)) {
                throw new IllegalArgumentException("The proxy " + proxy.get()
                        + " has no host or port." + " Write http://HOST:PORT.");
            }
            query = Map.copyOf(query);
        }

        public Route within(Duration other) {
            return new Route(other, proxy, ca, headers, query);
        }
    }

    /** What shapes an answer; what is empty is left to the provider. */
    public record Tuning(
            OptionalDouble temperature,
            OptionalDouble topP,
            OptionalDouble frequencyPenalty,
            OptionalDouble presencePenalty,
            OptionalInt topK,
            OptionalInt maxTokens,
            OptionalInt thinkingTokens,
            OptionalInt contextTokens) {
        public static final Tuning NONE = new Tuning(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty());

        public Tuning {
            within("temperature", temperature, 0, 2);
            within("topP", topP, 0, 1);
            within("frequencyPenalty", frequencyPenalty, -2, 2);
            within("presencePenalty", presencePenalty, -2, 2);
            positive("topK", topK);
            positive("maxTokens", maxTokens);
            positive("thinkingTokens", thinkingTokens);
            positive("contextTokens", contextTokens);
        }

        private static void positive(String name, OptionalInt value) {
            if (value.isPresent() && value.getAsInt() < 1) {
                throw new IllegalArgumentException(name + " must be at least 1.");
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
    public static ProviderSettings of(String baseUrl, String model, Key key) {
        return new ProviderSettings(
                baseUrl, model, key, Tuning.NONE, Route.USUAL, Delivery.STREAMED);
    }
}
