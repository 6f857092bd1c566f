package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.ModelSpec;
import dev.countersign.agent.catalog.ModelSpec.SecretRef;
import dev.countersign.agent.catalog.manifest.yaml.Nearest;
import dev.countersign.agent.catalog.manifest.yaml.Section;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads an {@code LLM}. */
final class ModelReader {
    private static final String COMMANDS = "commands";
    private static final List<String> PROVIDERS = List.of(
            COMMANDS,
            "openai",
            "anthropic",
            "google",
            "vertex",
            "mistral",
            "ollama",
            "azure-openai",
            "bedrock");

    private ModelReader() {}

    static Piece read(String name, Section spec, List<Check> checks) {
        var provider = spec.needText("provider");
        if (!provider.isEmpty() && !PROVIDERS.contains(provider)) {
            spec.error(
                    "provider",
                    "There is no provider " + provider + "."
                            + Nearest.to(provider, PROVIDERS)
                                    .map(near -> " Did you mean " + near + "?")
                                    .orElse(" Known are " + String.join(", ", PROVIDERS) + "."));
        }
        var model = spec.text("model");
        if (model.isEmpty() && !COMMANDS.equals(provider)) {
            spec.warning("model", "No model is named; the provider's default is used.");
        }
        return new Piece.Model(new ModelSpec(
                name,
                provider,
                model,
                spec.text("baseUrl"),
                spec.section("apiKeyFrom").flatMap(ModelReader::secret),
                spec.section("parameters").map(s -> s.settings(Set.of())).orElse(Map.of())));
    }

    private static Optional<SecretRef> secret(Section from) {
        var found = new ArrayList<SecretRef>();
        from.text("env").ifPresent(env -> found.add(new SecretRef.Env(env)));
        from.text("file").ifPresent(file -> found.add(new SecretRef.File(file)));
        from.section("secretKeyRef").ifPresent(ref -> {
            found.add(new SecretRef.Kubernetes(ref.needText("name"), ref.needText("key")));
            ref.done();
        });
        from.done();
        if (found.size() != 1) {
            from.findings()
                    .error(
                            from.line(),
                            from.path(),
                            "Name exactly one of env, file and secretKeyRef.");
        }
        return found.stream().findFirst();
    }
}
