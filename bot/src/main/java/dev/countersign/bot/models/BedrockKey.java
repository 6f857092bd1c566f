package dev.countersign.bot.models;

import dev.countersign.agent.catalog.ModelSpec;
import dev.countersign.agent.catalog.ModelSpec.SecretRef;
import dev.countersign.agent.model.aws.AccessKey;
import dev.countersign.agent.model.wire.ProviderSettings.Key;
import dev.countersign.bot.secrets.Secrets;

import java.util.Map;
import java.util.Optional;

/**
 * The key of Bedrock where it is: one of its own, a credentials file, or the parts of an access key
 * under the names that Amazon gave them, beside each other in the environment or in one secret.
 */
record BedrockKey(Secrets secrets) {
    private static final String OWN = "AWS_BEARER_TOKEN_BEDROCK";
    private static final String ID = "AWS_ACCESS_KEY_ID";
    private static final Map<String, String> PARTS = Map.of(
            AccessKey.ID, ID,
            AccessKey.SECRET, "AWS_SECRET_ACCESS_KEY",
            AccessKey.SESSION, "AWS_SESSION_TOKEN");

    Key of(ModelSpec spec) {
        var region = Optional.ofNullable(spec.parameters().get("region"));
        return spec.apiKey()
                .map(ref -> new Key(Secrets.named(ref), () -> read(ref, region)))
                .orElseGet(() -> usual(spec, region));
    }

    /** A gateway that adds the key itself is asked without one. */
    private Key usual(ModelSpec spec, Optional<String> region) {
        var own = new SecretRef.Env(OWN);
        if (secrets.find(own).isPresent()) {
            return new Key(OWN, () -> secrets.find(own).orElse(""));
        }
        var id = new SecretRef.Env(ID);
        return spec.baseUrl().isPresent() && secrets.find(id).isEmpty()
                ? Key.NONE
                : new Key(ID, () -> read(id, region));
    }

    private String read(SecretRef ref, Optional<String> region) {
        return switch (ref) {
            case SecretRef.Env env when env.name().equals(ID) -> together(ref, region);
            case SecretRef.Kubernetes secret when secret.key().equals(ID) -> together(ref, region);
            case SecretRef.Env env -> secrets.find(env).orElse("");
            case SecretRef.Kubernetes secret -> secrets.find(secret).orElse("");
            case SecretRef.File file -> secrets.find(file).orElse("");
        };
    }

    private String together(SecretRef id, Optional<String> region) {
        var text = new StringBuilder();
        PARTS.forEach((word, name) ->
                secrets.find(beside(id, name)).ifPresent(value -> text.append(line(word, value))));
        return text.isEmpty()
                ? ""
                : text + region.map(r -> line(AccessKey.REGION, r)).orElse("");
    }

    private static String line(String word, String value) {
        return word + " = " + value + "\n";
    }

    private static SecretRef beside(SecretRef id, String name) {
        return switch (id) {
            case SecretRef.Kubernetes secret -> new SecretRef.Kubernetes(secret.name(), name);
            case SecretRef.Env env -> new SecretRef.Env(name);
            case SecretRef.File file -> file;
        };
    }
}
