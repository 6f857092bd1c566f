package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.wire.Asked;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;

import java.util.Map;

/** Models as Vertex AI serves them: their own words, with an access token instead of a key. */
final class Vertex implements Dialect {
    private static final String CLAUDE = "claude";
    private static final String VERSION = "vertex-2023-10-16";

    private final Dialect own;

    private Vertex(Dialect own) {
        this.own = own;
    }

    static Vertex of(String model) {
        return new Vertex(model.startsWith(CLAUDE) ? new Anthropic() : new Gemini());
    }

    @Override
    public String provider() {
        return "Vertex AI";
    }

    @Override
    public String path(String model, Delivery delivery) {
        if (!model.startsWith(CLAUDE)) {
            return own.path(model, delivery);
        }
        return switch (delivery) {
            case WHOLE -> "/models/" + model + ":rawPredict";
            case STREAMED -> "/models/" + model + ":streamRawPredict";
        };
    }

    @Override
    public Map<String, String> headers(String key, Asked asked) {
        return Map.of("Authorization", "Bearer " + key);
    }

    /** Claude is told its version in the body, and its name in the address. */
    @Override
    public ObjectNode request(ProviderSettings settings, Prompt prompt) {
        var request = own.request(settings, prompt);
        if (request.remove("model") != null) {
            request.put("anthropic_version", VERSION);
        }
        return request;
    }

    @Override
    public Ear ear() {
        return own.ear();
    }
}
