package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;

import java.util.Map;

/** Gemini as Vertex AI serves it: the same words, with an access token instead of a key. */
final class Vertex implements Dialect {
    private final Gemini gemini = new Gemini();

    @Override
    public String provider() {
        return "Vertex AI";
    }

    @Override
    public String path(String model, Delivery delivery) {
        return gemini.path(model, delivery);
    }

    @Override
    public Map<String, String> headers(String key) {
        return Map.of("Authorization", "Bearer " + key);
    }

    @Override
    public ObjectNode request(ProviderSettings settings, Prompt prompt) {
        return gemini.request(settings, prompt);
    }

    @Override
    public Ear ear() {
        return gemini.ear();
    }
}
