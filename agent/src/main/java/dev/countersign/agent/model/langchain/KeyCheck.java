package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.ModelCheck;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Tries a key by asking for the list of models, and says in words what came of it. */
final class KeyCheck implements ModelCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String provider;
    private final OpenAiSettings settings;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    KeyCheck(String provider, OpenAiSettings settings) {
        this.provider = provider;
        this.settings = settings;
    }

    @Override
    public Status check() {
        try {
            var key = settings.key().value().get().strip();
            if (key.isEmpty() && settings.baseUrl().equals(OpenAiSettings.OPENAI)) {
                return new Status(
                        false, settings.key().name() + " is empty or not set. Set a key.");
            }
            return said(status(key));
        } catch (IOException e) {
            return new Status(false, settings.baseUrl() + " cannot be reached. Check the address.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Status(false, "The check was interrupted.");
        } catch (RuntimeException e) {
            return new Status(
                    false,
                    "The key in " + settings.key().name() + " cannot be read or sent ("
                            + e.getClass().getSimpleName() + ").");
        }
    }

    private int status(String key) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(settings.baseUrl() + "/models"))
                .timeout(PATIENCE);
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        return http.send(request.GET().build(), BodyHandlers.discarding()).statusCode();
    }

    private Status said(int status) {
        if (status >= 200 && status < 300) {
            return new Status(true, provider + " API key validated successfully");
        }
        if (status == 401 || status == 403) {
            return new Status(
                    false, "the key in " + settings.key().name() + " was refused (" + status + ")");
        }
        if (status == 404) {
            return new Status(true, settings.baseUrl() + " answers, and does not list its models");
        }
        return new Status(status == 429, settings.baseUrl() + " answered the check with " + status);
    }
}
