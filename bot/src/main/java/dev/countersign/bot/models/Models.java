package dev.countersign.bot.models;

import dev.countersign.agent.catalog.ModelSpec;
import dev.countersign.agent.model.Lineup;
import dev.countersign.agent.model.Lineup.Price;
import dev.countersign.agent.model.Lineup.Seat;
import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.ModelCheck;
import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.ModelFailure.Kind;
import dev.countersign.agent.model.commands.CommandModel;
import dev.countersign.agent.model.dialect.DirectModel;
import dev.countersign.agent.model.langchain.OpenAiModel;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.bot.secrets.Secrets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The models of the catalog, each made once for each way it is described, and when it is first
 * asked: what no agent uses is not even loaded.
 */
public final class Models {
    private final Map<ModelSpec, Made> made = new ConcurrentHashMap<>();
    private final Settings settings;
    private final Duration usual;

    /** A model and the way to try it. */
    record Made(Model model, ModelCheck check) {
        static <M extends Model & ModelCheck> Made of(M both) {
            return new Made(both, both);
        }
    }

    /** {@code usual} is how long an answer may take where a document says nothing. */
    public Models(Secrets secrets, Duration usual) {
        this.settings = new Settings(secrets);
        this.usual = usual;
    }

    /** The model of this name, with those in its place; empty where no document describes it. */
    public Optional<Model> open(String name, Map<String, ModelSpec> known) {
        return Optional.ofNullable(known.get(name)).map(spec -> lineup(spec, known));
    }

    private Model lineup(ModelSpec spec, Map<String, ModelSpec> known) {
        var seats = new ArrayList<Seat>(List.of(seat(spec)));
        spec.substitutes().models().stream()
                .filter(known::containsKey)
                .map(known::get)
                .map(this::seat)
                .forEach(seats::add);
        var falling = spec.substitutes().on().stream()
                .map(failing -> Kind.valueOf(failing.name()))
                .collect(Collectors.toSet());
        var retries = spec.way().retries().orElse(Model.Patience.USUAL.retries());
        return new Lineup(seats, falling, retries);
    }

    private Seat seat(ModelSpec spec) {
        var price = spec.price().map(p -> new Price(p.input(), p.output())).orElse(Price.FREE);
        return new Seat(
                spec.name(), made(spec).model(), price, spec.way().timeout().orElse(usual));
    }

    /** Whether a model could be asked now, in words. */
    ModelCheck.Status check(ModelSpec spec) {
        return made(spec).check().check();
    }

    private Made made(ModelSpec spec) {
        return made.computeIfAbsent(spec, this::make);
    }

    private Made make(ModelSpec spec) {
        if (spec.provider().equals("commands")) {
            return Made.of(new CommandModel());
        }
        try {
            var provider = Provider.named(spec.provider()).orElseThrow();
            var address = provider.address(spec);
            if (address.isEmpty()) {
                return broken(spec, missing(provider));
            }
            var how = settings.of(spec, provider.model(spec), address.get());
            return provider.wantsKey() && isKeyless(spec)
                    ? broken(spec, "It names no key. Set apiKeyFrom.")
                    : make(provider.words(address.get()), how);
        } catch (RuntimeException e) {
            return broken(spec, e.getMessage());
        }
    }

    /** A server of one's own may want none, and a header may carry one. */
    private static boolean isKeyless(ModelSpec spec) {
        return spec.apiKey().isEmpty()
                && spec.baseUrl().isEmpty()
                && spec.way().headers().isEmpty();
    }

    private static Made make(Provider.Words words, ProviderSettings settings) {
        return switch (words) {
            case OPENAI -> Made.of(OpenAiModel.open(settings));
            case AZURE -> Made.of(OpenAiModel.azure(settings));
            case ANTHROPIC -> Made.of(DirectModel.anthropic(settings));
            case GEMINI -> Made.of(DirectModel.gemini(settings));
            case MISTRAL -> Made.of(DirectModel.mistral(settings));
            case OLLAMA -> Made.of(DirectModel.ollama(settings));
            case BEDROCK -> Made.of(DirectModel.bedrock(settings));
            case VERTEX -> Made.of(DirectModel.vertex(settings));
        };
    }

    private static String missing(Provider provider) {
        return switch (provider) {
            case BEDROCK ->
                "Set parameters.region, or baseUrl. Its key is a Bedrock API key, or that of an IAM"
                        + " user or role as AWS_ACCESS_KEY_ID and so on.";
            case VERTEX ->
                "Set parameters.project and parameters.location, or baseUrl. Its key is an access"
                        + " token, best in a file that something keeps fresh.";
            case OPENAI, ANTHROPIC, GOOGLE, MISTRAL, OLLAMA, AZURE ->
                "Set baseUrl: only you know where it is.";
        };
    }

    /** A model that cannot work says so wherever it is asked; the others work. */
    private static Made broken(ModelSpec spec, String why) {
        var words = "Model " + spec.name() + " cannot be used: " + why;
        return new Made(
                prompt -> {
                    throw new ModelFailure(words, Kind.MISSING);
                },
                () -> new ModelCheck.Status(false, why));
    }
}
