package dev.countersign.agent.model.dialect;

import dev.countersign.agent.model.wire.ProviderSettings.Delivery;

import org.junit.jupiter.api.Nested;

/** Google's Gemini API, whole and as a stream. */
class GeminiTest {
    @Nested
    class Whole extends DialectContract {
        Whole() {
            super(DirectModel::gemini, new GeminiScript(), Delivery.WHOLE, Arguments.OBJECT);
        }
    }

    @Nested
    class Streamed extends DialectContract {
        Streamed() {
            super(DirectModel::gemini, new GeminiScript(), Delivery.STREAMED, Arguments.OBJECT);
        }
    }
}
