package dev.countersign.bot;

import dev.countersign.agent.catalog.ModelSpec;
import dev.countersign.agent.catalog.ModelSpec.SecretRef;
import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.commands.CommandModel;
import dev.countersign.agent.model.langchain.OpenAiModel;
import dev.countersign.agent.model.langchain.OpenAiSettings;
import dev.countersign.agent.model.langchain.OpenAiSettings.Key;
import dev.countersign.agent.model.langchain.OpenAiSettings.Tuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** The providers of models, one line each; a model is made once for each way it is described. */
final class Models {
    private static final String DEFAULT_OPENAI = "gpt-4o";

    private final Map<ModelSpec, Model> made = new ConcurrentHashMap<>();

    /** The model, or nothing where its provider is not known here. */
    Optional<Model> open(ModelSpec spec) {
        return Optional.ofNullable(made.computeIfAbsent(spec, s -> make(s).orElse(null)));
    }

    private static Optional<Model> make(ModelSpec spec) {
        return switch (spec.provider()) {
            case "commands" -> Optional.of(new CommandModel());
            case "openai" -> Optional.of(OpenAiModel.open(openAi(spec)));
            default -> Optional.empty();
        };
    }

    private static OpenAiSettings openAi(ModelSpec spec) {
        var usual =
                OpenAiSettings.of(spec.baseUrl(), spec.model().orElse(DEFAULT_OPENAI), key(spec));
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

    private static Key key(ModelSpec spec) {
        return spec.apiKey()
                .map(ref -> new Key(named(ref), () -> read(ref)))
                .orElseGet(() -> new Key("no key", () -> ""));
    }

    private static String named(SecretRef ref) {
        return switch (ref) {
            case SecretRef.Env env -> env.name();
            case SecretRef.File file -> file.path();
            case SecretRef.Kubernetes k -> k.name() + "/" + k.key();
        };
    }

    /** Secrets of a cluster come from the environment, under their key, until one is there. */
    private static String read(SecretRef ref) {
        return switch (ref) {
            case SecretRef.Env env -> fromEnvironment(env.name());
            case SecretRef.File file -> fromFile(file.path());
            case SecretRef.Kubernetes k -> fromEnvironment(k.key());
        };
    }

    private static String fromEnvironment(String name) {
        return Optional.ofNullable(System.getenv(name)).orElse("");
    }

    private static String fromFile(String path) {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the key file " + path + " cannot be read", e);
        }
    }
}
