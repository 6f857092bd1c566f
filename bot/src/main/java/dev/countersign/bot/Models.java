package dev.countersign.bot;

import dev.countersign.agent.catalog.ModelSpec;
import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.commands.CommandModel;
import dev.countersign.agent.model.langchain.OpenAiModel;
import dev.countersign.agent.model.langchain.OpenAiSettings;
import dev.countersign.agent.model.langchain.OpenAiSettings.Key;
import dev.countersign.agent.model.langchain.OpenAiSettings.Tuning;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** The providers of models, one line each; a model is made once for each way it is described. */
final class Models {
    private final Map<ModelSpec, Model> made = new ConcurrentHashMap<>();
    private final Secrets secrets;

    Models(Secrets secrets) {
        this.secrets = secrets;
    }

    /** The model, or nothing where its provider is not known here. */
    Optional<Model> open(ModelSpec spec) {
        return Optional.ofNullable(made.computeIfAbsent(spec, s -> make(s).orElse(null)));
    }

    private Optional<Model> make(ModelSpec spec) {
        if (spec.provider().equals("commands")) {
            return Optional.of(new CommandModel());
        }
        return Providers.named(spec.provider())
                .flatMap(provider -> provider.address(spec)
                        .map(address -> settings(spec, provider.model(spec), address)))
                .map(OpenAiModel::open);
    }

    private OpenAiSettings settings(ModelSpec spec, String model, String address) {
        var usual = OpenAiSettings.of(Optional.of(address), model, key(spec));
        return new OpenAiSettings(
                usual.baseUrl(),
                usual.model(),
                usual.key(),
                tuning(spec.parameters()),
                usual.timeout(),
                usual.delivery());
    }

    private static Tuning tuning(Map<String, String> p) {
        var maxTokens = p.get("maxTokens");
        return new Tuning(
                number(p, "temperature"),
                number(p, "topP"),
                number(p, "frequencyPenalty"),
                number(p, "presencePenalty"),
                maxTokens == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(Integer.parseInt(maxTokens)));
    }

    private static OptionalDouble number(Map<String, String> parameters, String name) {
        var value = parameters.get(name);
        return value == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(value));
    }

    private Key key(ModelSpec spec) {
        return spec.apiKey()
                .map(ref -> new Key(Secrets.named(ref), () -> secrets.find(ref).orElse("")))
                .orElseGet(() -> new Key("no key", () -> ""));
    }
}
