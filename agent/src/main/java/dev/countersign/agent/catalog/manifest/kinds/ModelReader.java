package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.ModelSpec;
import dev.countersign.agent.catalog.manifest.tools.Settings;
import dev.countersign.agent.catalog.manifest.yaml.Nearest;
import dev.countersign.agent.catalog.manifest.yaml.Section;

import java.util.List;
import java.util.Map;
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
                spec.section("apiKeyFrom").flatMap(Settings::secret),
                spec.section("parameters").map(s -> s.settings(Set.of())).orElse(Map.of())));
    }
}
