package dev.countersign.agent.catalog;

import java.util.Map;
import java.util.Optional;

/** A model: who provides it, which one, with which key and parameters. */
public record ModelSpec(
        String name,
        String provider,
        Optional<String> model,
        Optional<String> baseUrl,
        Optional<SecretRef> apiKey,
        Map<String, String> parameters) {
    public ModelSpec {
        parameters = Map.copyOf(parameters);
    }

    /** Where a secret is; the secret itself is read when it is needed, and never kept here. */
    public sealed interface SecretRef {
        record Env(String name) implements SecretRef {}

        record File(String path) implements SecretRef {}

        record Kubernetes(String name, String key) implements SecretRef {}
    }
}
