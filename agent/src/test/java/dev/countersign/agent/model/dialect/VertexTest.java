package dev.countersign.agent.model.dialect;

import dev.countersign.agent.model.Scene;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;
import dev.countersign.agent.model.wire.Said;
import dev.countersign.agent.model.wire.WireServer;

import org.junit.jupiter.api.Nested;

import java.util.Optional;

/** Gemini and Claude in Vertex AI: the same words, with an access token. */
class VertexTest {
    @Nested
    class OfGemini extends DialectContract {
        OfGemini() {
            super(DirectModel::vertex, new GeminiScript(), Delivery.STREAMED, Arguments.OBJECT);
        }
    }

    @Nested
    class OfClaude extends DialectContract {
        OfClaude() {
            super(VertexTest::claude, new Claude(), Delivery.STREAMED, Arguments.TEXT);
        }
    }

    private static DirectModel claude(ProviderSettings settings) {
        return DirectModel.vertex(new ProviderSettings(
                settings.baseUrl(),
                "claude-x",
                settings.key(),
                settings.tuning(),
                settings.route(),
                settings.delivery()));
    }

    /** Anthropic's words, with the model in the address and the version in the body. */
    private record Claude(AnthropicScript own) implements WireServer.Script {
        Claude() {
            this(new AnthropicScript());
        }

        @Override
        public Answer answer(Scene scene, String path, String request) {
            if (!request.isEmpty() && !path.equals("/models/claude-x:streamRawPredict")) {
                throw new AssertionError("asked at " + path);
            }
            return own.answer(scene, path, request);
        }

        @Override
        public Refusal refusal(int status, String words) {
            return own.refusal(status, words);
        }

        @Override
        public byte[] failing(String path, String request) {
            return own.failing(path, request);
        }

        @Override
        public Optional<String> complaint(String request) {
            var body = Said.read(request);
            return body.has("model")
                            || !body.path("anthropic_version").asText().equals("vertex-2023-10-16")
                    ? Optional.of("anthropic_version: Field required; model: Extra inputs")
                    : own.complaint(request);
        }
    }
}
