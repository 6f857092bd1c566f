package dev.countersign.agent.model.dialect;

import dev.countersign.agent.model.wire.ProviderSettings.Delivery;

import org.junit.jupiter.api.Nested;

/** Mistral's chat API, whole and as a stream. */
class MistralTest {
    @Nested
    class Whole extends DialectContract {
        Whole() {
            super(DirectModel::mistral, new MistralScript(), Delivery.WHOLE, Arguments.TEXT);
        }
    }

    @Nested
    class Streamed extends DialectContract {
        Streamed() {
            super(DirectModel::mistral, new MistralScript(), Delivery.STREAMED, Arguments.TEXT);
        }
    }
}
