package dev.countersign.bot.models;

import dev.countersign.agent.catalog.ModelSpec;

import java.util.Map;
import java.util.Optional;

/** Where each provider answers, in which words, and which model where a document names none. */
enum Provider {
    OPENAI("https://api.openai.com/v1", "", "gpt-4o", Words.OPENAI),
    ANTHROPIC("https://api.anthropic.com/v1", "/v1", "claude-sonnet-4-5", Words.ANTHROPIC),
    GOOGLE(
            "https://generativelanguage.googleapis.com/v1beta",
            "/v1beta",
            "gemini-2.5-flash",
            Words.GEMINI),
    MISTRAL("https://api.mistral.ai/v1", "/v1", "mistral-large-latest", Words.MISTRAL),
    OLLAMA("http://localhost:11434", "", "llama3.1", Words.OLLAMA),
    AZURE("", "/openai", "gpt-4o", Words.AZURE),
    BEDROCK("", "", "anthropic.claude-sonnet-4-5-20250929-v1:0", Words.BEDROCK),
    VERTEX("", "", "gemini-2.5-flash", Words.VERTEX);

    /** The API that is spoken. */
    enum Words {
        OPENAI,
        AZURE,
        ANTHROPIC,
        GEMINI,
        MISTRAL,
        OLLAMA,
        BEDROCK,
        VERTEX
    }

    private static final Map<String, Provider> NAMES = Map.of(
            "openai", OPENAI,
            "anthropic", ANTHROPIC,
            "google", GOOGLE,
            "mistral", MISTRAL,
            "ollama", OLLAMA,
            "azure-openai", AZURE,
            "bedrock", BEDROCK,
            "vertex", VERTEX);

    private final String address;
    private final String path;
    private final String model;
    private final Words words;

    /** {@code path} is where the API is below an address that names the host alone. */
    Provider(String address, String path, String model, Words words) {
        this.address = address;
        this.path = path;
        this.model = model;
        this.words = words;
    }

    static Optional<Provider> named(String provider) {
        return Optional.ofNullable(NAMES.get(provider));
    }

    /** Whether nobody is answered without a key where it is. */
    boolean wantsKey() {
        return this != OLLAMA && !address.isEmpty();
    }

    String model(ModelSpec spec) {
        return spec.model().orElse(model);
    }

    /** An address that ends like OpenAI's is spoken to in OpenAI's words. */
    Words words(String address) {
        boolean alike = this == GOOGLE && address.endsWith("/openai")
                || this == OLLAMA && address.endsWith("/v1");
        return alike ? Words.OPENAI : words;
    }

    /** The address of the document, or the provider's own; empty where only the document knows. */
    Optional<String> address(ModelSpec spec) {
        return spec.baseUrl()
                .map(url -> url.replaceFirst("/+$", ""))
                .map(url -> url.matches("https?://[^/]+") ? url + path : url)
                .map(url -> this == AZURE ? azure(url, spec) : url)
                .map(url -> this == VERTEX ? published(url, spec) : url)
                .or(() -> inRegion(spec))
                .or(() -> inProject(spec))
                .or(() -> Optional.of(address).filter(known -> !known.isEmpty()));
    }

    /** Bedrock is at one host for each region. */
    private Optional<String> inRegion(ModelSpec spec) {
        return Optional.ofNullable(spec.parameters().get("region"))
                .filter(region -> this == BEDROCK)
                .map(region -> "https://bedrock-runtime." + region + ".amazonaws.com");
    }

    /** Vertex AI is at one host for each location, and at one for all. */
    private Optional<String> inProject(ModelSpec spec) {
        var project = spec.parameters().get("project");
        var location = spec.parameters().get("location");
        if (this != VERTEX || project == null || location == null) {
            return Optional.empty();
        }
        var host = location.equals("global") ? "" : location + "-";
        return Optional.of(published(
                "https://" + host + "aiplatform.googleapis.com/v1/projects/" + project
                        + "/locations/" + location,
                spec));
    }

    /** There every model is below the name of its maker. */
    private String published(String url, ModelSpec spec) {
        var maker = model(spec).startsWith("claude") ? "anthropic" : "google";
        return url.contains("/locations/")
                ? url.replaceFirst("/publishers/[^/]+$", "") + "/publishers/" + maker
                : url;
    }

    /** With a version Azure wants the deployment in the address; without one it is OpenAI's. */
    private String azure(String url, ModelSpec spec) {
        if (!url.endsWith("/openai")) {
            return url;
        }
        return spec.parameters().containsKey("apiVersion")
                ? url + "/deployments/"
                        + Optional.ofNullable(spec.parameters().get("deployment"))
                                .orElseGet(() -> model(spec))
                : url + "/v1";
    }
}
