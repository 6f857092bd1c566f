package dev.countersign.agent.catalog;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model: who provides it, which one, with which key and parameters, by which way, at which price,
 * and who thinks instead where it cannot.
 */
public record ModelSpec(
        String name,
        String provider,
        Optional<String> model,
        Optional<String> baseUrl,
        Optional<SecretRef> apiKey,
        Map<String, String> parameters,
        Way way,
        Substitutes substitutes,
        Optional<Price> price) {
    public ModelSpec {
        parameters = Map.copyOf(parameters);
    }

    /** A model by the usual way, alone. */
    public ModelSpec(
            String name,
            String provider,
            Optional<String> model,
            Optional<String> baseUrl,
            Optional<SecretRef> apiKey,
            Map<String, String> parameters) {
        this(
                name,
                provider,
                model,
                baseUrl,
                apiKey,
                parameters,
                Way.USUAL,
                Substitutes.NONE,
                Optional.empty());
    }

    /** Where a secret is; the secret itself is read when it is needed, and never kept here. */
    public sealed interface SecretRef {
        record Env(String name) implements SecretRef {}

        record File(String path) implements SecretRef {}

        record Kubernetes(String name, String key) implements SecretRef {}
    }

    /** How long one answer may take, how often it is asked for again, and how it is reached. */
    public record Way(
            Optional<Duration> timeout,
            Optional<Integer> retries,
            Optional<String> proxy,
            Optional<String> ca,
            Map<String, Setting> headers) {
        public static final Way USUAL = new Way(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

        public Way {
            headers = Map.copyOf(headers);
        }
    }

    /** The models that are asked in turn where this one fails in one of these ways. */
    public record Substitutes(List<String> models, List<Failing> on) {
        public static final Substitutes NONE = new Substitutes(List.of(), List.of());

        public Substitutes {
            models = List.copyOf(models);
            on = List.copyOf(on);
        }
    }

    /** How a model can fail so that another may do better; a refusal in words is an answer. */
    public enum Failing {
        BUSY,
        DOWN,
        KEY,
        MISSING,
        TOO_LONG
    }

    /** What a million tokens cost, going in and coming out. */
    public record Price(BigDecimal input, BigDecimal output) {}
}
