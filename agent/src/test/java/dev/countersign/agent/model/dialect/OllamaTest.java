package dev.countersign.agent.model.dialect;

import dev.countersign.agent.model.wire.ProviderSettings.Delivery;

import org.junit.jupiter.api.Nested;

/** Ollama's own API, whole and as a stream. */
class OllamaTest {
    @Nested
    class Whole extends DialectContract {
        Whole() {
            super(DirectModel::ollama, new OllamaScript(), Delivery.WHOLE, Arguments.OBJECT);
        }
    }

    @Nested
    class Streamed extends DialectContract {
        Streamed() {
            super(DirectModel::ollama, new OllamaScript(), Delivery.STREAMED, Arguments.OBJECT);
        }
    }
}
