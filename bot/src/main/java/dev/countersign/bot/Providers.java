package dev.countersign.bot;

import dev.countersign.agent.catalog.ModelSpec;

import java.util.Map;
import java.util.Optional;

/**
 * Where each provider answers in the words of OpenAI's chat API, and which model is asked where a
 * document names none.
 */
enum Providers {
    OPENAI("https://api.openai.com/v1", "", "gpt-4o"),
    ANTHROPIC("https://api.anthropic.com/v1", "", "claude-sonnet-4-5"),
    GOOGLE("https://generativelanguage.googleapis.com/v1beta/openai", "", "gemini-2.5-flash"),
    MISTRAL("https://api.mistral.ai/v1", "", "mistral-large-latest"),
    OLLAMA("http://localhost:11434/v1", "/v1", "llama3.1"),
    AZURE("", "/openai/v1", "gpt-4o");

    private static final Map<String, Providers> NAMES = Map.of(
            "openai", OPENAI,
            "anthropic", ANTHROPIC,
            "google", GOOGLE,
            "mistral", MISTRAL,
            "ollama", OLLAMA,
            "azure-openai", AZURE);

    private final String address;
    private final String path;
    private final String model;

    /** {@code path} is where the API is below an address that names the host alone. */
    Providers(String address, String path, String model) {
        this.address = address;
        this.path = path;
        this.model = model;
    }

    static Optional<Providers> named(String provider) {
        return Optional.ofNullable(NAMES.get(provider));
    }

    String model(ModelSpec spec) {
        return spec.model().orElse(model);
    }

    /** The address of the document, or the provider's own; empty where only the document knows. */
    Optional<String> address(ModelSpec spec) {
        return spec.baseUrl()
                .map(url -> url.replaceFirst("/+$", ""))
                .map(url -> url.matches("https?://[^/]+") ? url + path : url)
                .or(() -> Optional.of(address).filter(known -> !known.isEmpty()));
    }
}
