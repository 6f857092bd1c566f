package dev.countersign.bot.models;

import dev.countersign.agent.catalog.ModelSpec;
import dev.countersign.agent.catalog.Setting;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;
import dev.countersign.agent.model.wire.ProviderSettings.Key;
import dev.countersign.agent.model.wire.ProviderSettings.Route;
import dev.countersign.agent.model.wire.ProviderSettings.Tuning;
import dev.countersign.bot.secrets.Secrets;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A model's document as the settings of its provider; what is secret is read when it is used. */
record Settings(Secrets secrets) {
    ProviderSettings of(ModelSpec spec, String model, String address) {
        return new ProviderSettings(
                address,
                model,
                key(spec),
                tuning(spec.parameters()),
                route(spec),
                Delivery.STREAMED);
    }

    private Route route(ModelSpec spec) {
        var way = spec.way();
        var version = Optional.ofNullable(spec.parameters().get("apiVersion"));
        return new Route(
                way.timeout().orElse(ProviderSettings.TIMEOUT),
                way.proxy().map(URI::create),
                way.ca().map(Path::of),
                () -> Setting.values(way.headers(), secrets::need),
                version.map(v -> Map.of("api-version", v)).orElse(Map.of()));
    }

    private static Tuning tuning(Map<String, String> p) {
        return new Tuning(
                number(p, "temperature"),
                number(p, "topP"),
                number(p, "frequencyPenalty"),
                number(p, "presencePenalty"),
                count(p, "topK"),
                count(p, "maxTokens"),
                count(p, "thinkingTokens"),
                count(p, "contextTokens"));
    }

    private static OptionalInt count(Map<String, String> parameters, String name) {
        var value = parameters.get(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
    }

    private static OptionalDouble number(Map<String, String> parameters, String name) {
        var value = parameters.get(name);
        return value == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(value));
    }

    private Key key(ModelSpec spec) {
        return spec.provider().equals("bedrock") ? new BedrockKey(secrets).of(spec) : named(spec);
    }

    private Key named(ModelSpec spec) {
        return spec.apiKey()
                .map(ref -> new Key(Secrets.named(ref), () -> secrets.find(ref).orElse("")))
                .orElseGet(() -> Key.NONE);
    }
}
