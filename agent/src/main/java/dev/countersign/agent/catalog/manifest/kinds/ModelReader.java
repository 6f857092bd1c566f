package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.ModelSpec;
import dev.countersign.agent.catalog.ModelSpec.Failing;
import dev.countersign.agent.catalog.ModelSpec.Price;
import dev.countersign.agent.catalog.ModelSpec.Substitutes;
import dev.countersign.agent.catalog.ModelSpec.Way;
import dev.countersign.agent.catalog.manifest.tools.Settings;
import dev.countersign.agent.catalog.manifest.yaml.Money;
import dev.countersign.agent.catalog.manifest.yaml.Section;
import dev.countersign.agent.words.Nearest;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
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

    /** How the dialects of others spell a parameter, and how we do. */
    private static final Map<String, String> SPELLINGS = Map.of(
            "azureDeployment", "deployment",
            "projectID", "project",
            "numCtx", "contextTokens",
            "num_ctx", "contextTokens");

    private static final Map<String, Range> NUMBERS = Map.of(
            "temperature", new Range(0, 2),
            "topP", new Range(0, 1),
            "frequencyPenalty", new Range(-2, 2),
            "presencePenalty", new Range(-2, 2));
    private static final Set<String> COUNTS =
            Set.of("topK", "maxTokens", "thinkingTokens", "contextTokens");
    private static final Set<String> WORDS =
            Set.of("apiVersion", "deployment", "region", "project", "location");
    private static final int MOST_RETRIES = 20;
    private static final List<Failing> USUAL =
            List.of(Failing.BUSY, Failing.DOWN, Failing.KEY, Failing.MISSING);

    private record Range(double low, double high) {}

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
                spec.section("parameters").map(ModelReader::parameters).orElse(Map.of()),
                way(spec),
                substitutes(name, spec, checks),
                spec.section("price").flatMap(ModelReader::price)));
    }

    private static Map<String, String> parameters(Section section) {
        var read = new LinkedHashMap<String, String>();
        section.settings(Set.of()).forEach((written, value) -> {
            var name = SPELLINGS.getOrDefault(written, written);
            if (COUNTS.contains(name)) {
                section.number(written, 1, Integer.MAX_VALUE);
            } else if (NUMBERS.containsKey(name)) {
                within(section, written, value, NUMBERS.get(name));
            } else if (!WORDS.contains(name)) {
                section.warning(written, "This parameter is not used here; left out.");
                return;
            }
            read.put(name, value);
        });
        return read;
    }

    private static void within(Section section, String key, String text, Range range) {
        var number =
                text.matches("-?\\d{1,9}(\\.\\d{1,9})?") ? Double.parseDouble(text) : Double.NaN;
        if (!(number >= range.low() && number <= range.high())) {
            section.error(
                    key,
                    "\"" + text + "\" is not a number from " + range.low() + " to " + range.high()
                            + ".");
        }
    }

    private static Way way(Section spec) {
        return new Way(
                spec.duration("timeout"),
                spec.number("retries", 0, MOST_RETRIES),
                spec.text("proxy"),
                spec.text("ca"),
                Settings.named(spec, "headers"));
    }

    private static Substitutes substitutes(String name, Section spec, List<Check> checks) {
        var models = spec.sections("fallbacks").stream()
                .map(ref -> {
                    var other = ref.needText("name");
                    ref.done();
                    if (other.equals(name)) {
                        ref.error("name", "A model is not its own fallback.");
                    }
                    checks.add(Check.expected(Kinds.LLM, other, ref.at()));
                    return other;
                })
                .toList();
        var on = spec.someOf("fallbackOn", Failing.class);
        return models.isEmpty()
                ? Substitutes.NONE
                : new Substitutes(models, on.isEmpty() ? USUAL : on);
    }

    private static Optional<Price> price(Section section) {
        var input = amount(section, "input");
        var output = amount(section, "output");
        section.done();
        return input.flatMap(in -> output.map(out -> new Price(in, out)));
    }

    private static Optional<BigDecimal> amount(Section section, String key) {
        var text = section.needText(key);
        var amount = Money.amount(text);
        if (!text.isEmpty() && amount.isEmpty()) {
            section.error(key, "\"" + text + "\" is not a price for a million tokens.");
        }
        return amount;
    }
}
