package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.ModelCheck;
import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.model.wire.Asked;
import dev.countersign.agent.model.wire.Exchange;
import dev.countersign.agent.model.wire.Failures;
import dev.countersign.agent.model.wire.KeyCheck;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;
import dev.countersign.agent.model.wire.Refused;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

/**
 * A model that is spoken to in its provider's own dialect, without a library in between: what it
 * said goes back to it exactly as it came. Retries are the engine's. Used by many threads at once.
 */
public final class DirectModel implements Model, ModelCheck {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Dialect dialect;
    private final ProviderSettings settings;
    private final Exchange exchange;
    private final Failures failures;
    private final KeyCheck keyCheck;

    private DirectModel(Dialect dialect, ProviderSettings settings) {
        this.dialect = dialect;
        this.settings = settings;
        this.exchange = new Exchange(settings.route());
        this.failures = new Failures(settings.baseUrl(), settings.key().name(), Clock.systemUTC());
        var listing = dialect.listing(settings.baseUrl());
        var listed = new KeyCheck.Asking(
                listing,
                key -> dialect.headers(key, new Asked("GET", URI.create(listing), "")),
                needsKey());
        this.keyCheck = new KeyCheck(dialect.provider(), settings, listed, exchange);
    }

    public static DirectModel anthropic(ProviderSettings settings) {
        return new DirectModel(new Anthropic(), settings);
    }

    public static DirectModel gemini(ProviderSettings settings) {
        return new DirectModel(new Gemini(), settings);
    }

    /** Gemini or Claude in Vertex AI, where the key is an access token. */
    public static DirectModel vertex(ProviderSettings settings) {
        return new DirectModel(Vertex.of(settings.model()), settings);
    }

    /** The key is one of Bedrock's own, or that of an IAM user or role. */
    public static DirectModel bedrock(ProviderSettings settings) {
        return new DirectModel(new Bedrock(Clock.systemUTC()), settings);
    }

    public static DirectModel mistral(ProviderSettings settings) {
        return new DirectModel(new Mistral(), settings);
    }

    public static DirectModel ollama(ProviderSettings settings) {
        return new DirectModel(new Ollama(), settings);
    }

    @Override
    public Status check() {
        return keyCheck.check();
    }

    @Override
    public Turn think(Prompt prompt) throws ModelFailure {
        var key = failures.readable(settings.key(), needsKey());
        try {
            var ear = dialect.ear();
            exchange.run(request(prompt, key), (response, body) -> {
                if (settings.delivery() == Delivery.WHOLE) {
                    told(ear, new String(body.readAllBytes(), StandardCharsets.UTF_8), prompt);
                } else {
                    dialect.cut(body, piece -> told(ear, piece, prompt));
                }
            });
            return ear.answer().turn(failures);
        } catch (IOException e) {
            throw failures.of(e, key);
        } catch (Form.UnreadableTool e) {
            throw failures.lasting("The model cannot be asked: " + e.getMessage());
        } catch (RuntimeException e) {
            throw failures.of(e, key);
        }
    }

    private boolean needsKey() {
        return dialect.needsKey() && settings.key().named();
    }

    private HttpRequest.Builder request(Prompt prompt, String key) {
        var address = settings.baseUrl() + dialect.path(settings.model(), settings.delivery());
        var outgoing = Exchange.to(address);
        settings.route().headers().get().forEach(outgoing::setHeader);
        outgoing.setHeader("Content-Type", "application/json");
        var body = dialect.request(settings, prompt).toString();
        if (!key.isEmpty()) {
            var asked = new Asked("POST", URI.create(address), body);
            dialect.headers(key, asked).forEach(outgoing::setHeader);
        }
        return outgoing.POST(BodyPublishers.ofString(body));
    }

    private static void told(Ear ear, String piece, Prompt prompt) throws IOException {
        var read = MAPPER.readTree(piece);
        var error = read.path("error");
        if (!error.isMissingNode() && !error.isNull()) {
            throw new Refused(status(error.path("type").asText("")), piece, Optional.empty());
        }
        var words = ear.hear(read);
        if (!words.isEmpty()) {
            prompt.listener().accept(words);
        }
    }

    /** An error in the middle of an answer has a name and no number. */
    private static int status(String type) {
        return switch (type) {
            case "invalid_request_error", "validationException" -> 400;
            case "authentication_error" -> 401;
            case "permission_error" -> 403;
            case "not_found_error" -> 404;
            case "request_too_large" -> 413;
            case "rate_limit_error", "throttlingException" -> 429;
            default -> 500;
        };
    }

    @Override
    public String toString() {
        return dialect.provider() + "[" + settings.model() + " at " + settings.baseUrl() + "]";
    }
}
